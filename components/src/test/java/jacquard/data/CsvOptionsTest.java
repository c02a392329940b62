package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a CSV file may look like, by settings, and what is said where a setting is missing. */
final class CsvOptionsTest {
  private static final CsvSettings PLAIN = CsvSettings.plain();
  private static final CsvSettings NAMED = PLAIN.withHeader();
  private static final CsvSettings VALUES = PLAIN.withTarget(CsvSettings.NONE);

  @TempDir private Path directory = Path.of("");

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("t.csv"), text);
  }

  private Dataset read(String text, CsvSettings settings) throws IOException {
    Dataset data = CsvReader.read(file(text), settings);
    Dataset again = Sources.attach(data.source());
    assertEquals(data.all(), again.all());
    assertEquals(data.classNames(), again.classNames());
    assertEquals(data.columnNames(), again.columnNames());
    return data;
  }

  private void assertValues(String text, CsvSettings settings, double... values)
      throws IOException {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    assertArrayEquals(floats, read(text, settings).all().values());
  }

  private void assertRefused(String message, String text, CsvSettings settings) {
    assertEquals(
        "t.csv" + message,
        assertThrows(IllegalArgumentException.class, () -> read(text, settings)).getMessage());
  }

  private void assertHint(String hint, String text, CsvSettings settings) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> read(text, settings)).getMessage());
    assertTrue(message.contains(hint), message);
  }

  @Test
  void linesMayBeRemarksOrSkippedAndFieldsSeparatedByBlanks() throws IOException {
    assertValues("# a\n1,2,0\n#b,c\n3,4,1\n", PLAIN.withComment('#'), 1, 2, 3, 4);
    assertValues("a title\nand \"more\nx,y\n1,0\n", NAMED.withSkippedLines(2), 1);
    assertValues(" 1   2\t0 \n\n3 4  1\n", PLAIN.withRepeatedBlanks(), 1, 2, 3, 4);
    Dataset blanks =
        read(
            "% remark\n 1 \"a \"\"b\"\"\"\n2 c\n",
            PLAIN.withRepeatedBlanks().withTextLabels().withComment('%'));
    assertEquals(List.of("a \"b\"", "c"), blanks.classNames());
    assertEquals(
        List.of("\"a", "b\""),
        read("1,\"a\n2,b\"\n", PLAIN.withTextLabels().withoutQuotes()).classNames());
    assertValues("1,5;2;0\n-,25;1e1;1\n".replace("-,", "-0,"), german(), 1.5, 2, -0.25, 10);
    assertRefused(", row 1, column 1: '1.234,5' is not a number", "1.234,5;0\n", german());
  }

  private static CsvSettings german() {
    return PLAIN.withDelimiter(';').withDecimalComma();
  }

  @Test
  void theSettingThatIsProbablyMissingIsSaid() {
    assertHint("withHeader", "a,b\n1,0\n", PLAIN);
    assertHint("withDelimiter(';')", "1;2;0\n", PLAIN);
    assertHint("withDelimiter('\\t')", "1\t2\t0\n", PLAIN);
    assertHint("withDelimiter(',')", "1,2,0\n", PLAIN.withDelimiter(';'));
    assertHint("withRepeatedBlanks", "1 2 0\n", PLAIN);
    assertHint("withComment('#')", "# made by hand\n1,2,0\n", PLAIN);
    assertHint("withComment('#')", "1,2,0\n# a remark\n", PLAIN);
    assertHint("withSkippedLines", "Results of May\n1,2,0\n", PLAIN);
    assertHint("withSkippedLines", "Results of May\na,b\n1,0\n", NAMED);
    assertHint("withSkippedLines", "sep=;\n1;0\n", PLAIN);
    assertHint("withDecimalComma", "1,5;0\n", PLAIN.withDelimiter(';'));
    assertHint("withMissing(\"NA\")", "1,0\nNA,1\n", PLAIN);
    assertHint("withMissing lets", "1,0\nnan,1\n", PLAIN);
    assertHint("withHeader", ",b,y\n0,1,0\n", PLAIN);
    assertHint("withHeader", "1990,b,y\n0,1,0\n", PLAIN.without("2"));
    assertHint("withTextLabels", "1,cat\n", PLAIN);
    assertHint("withRealTarget", "1,0.5\n", PLAIN);
    assertHint("withoutQuotes", "1 \"a\n", PLAIN.withRepeatedBlanks());
  }

  @Test
  void missingLabelsAreNeverClasses() throws IOException {
    CsvSettings texts = NAMED.withTextLabels().withTarget("y");
    String data = "x,y\n1,cat\n2,%s\n3,cat\n";
    for (String blank : List.of("", " ", "\u00a0", "\u200b")) {
      assertHint("row 2, column 2 (y): '", String.format(Locale.ROOT, data, blank), texts);
      assertHint(
          "is a missing label", String.format(Locale.ROOT, "x,y\n1,0\n2,%s\n", blank), NAMED);
    }
    assertHint(
        "'NA' is a missing label",
        String.format(Locale.ROOT, data, "NA"),
        texts.withMissing("", "NA"));
    assertHint("'NA' is a missing label", "x,y\n1,NA\n", NAMED.withMissing("NA").withRealTarget());
    assertHint("'nan' is not finite", "x,y\n1,nan\n", NAMED.withMissing("NA").withRealTarget("y"));
    assertEquals(
        List.of("cat"),
        read(String.format(Locale.ROOT, data, "\u00a0cat\u200b"), texts).classNames());
  }

  @Test
  void realTargetsAreReadByName() throws IOException {
    Dataset data = read("a,price,b\n1,0.5,2\n3,-1e3,4\n", NAMED.withRealTarget("price"));
    assertArrayEquals(new float[] {0.5f, -1000}, data.all().targets());
    assertEquals(List.of("a", "b"), data.columnNames());
    assertEquals("2x2+1", data.fingerprint().split(":", -1)[0]);
    assertRefused(
        ", row 1, column 2 (y): '1e40' is beyond the numbers a float can be (3.4e38)",
        "x,y\n1,1e40\n",
        NAMED.withRealTarget());
  }

  @Test
  void oneNameForTwoColumnsIsRefused() throws IOException {
    String text = "a,a,y\n1,2,0\n";
    assertRefused(
        ": columns 1 and 2 are both called 'a'; leave one out by its number (without)",
        text,
        NAMED);
    assertRefused(
        ": columns 1 and 2 are both called 'a'; say which by its number", text, NAMED.without("a"));
    assertRefused(
        ": columns 1 and 2 are both called 'y'; say which by its number",
        "y,y,a\n1,2,0\n",
        NAMED.withTarget("y"));
    assertRefused(
        ": columns 1 and 3 are both called 'y'; leave one out by its number (without)",
        "y,a,y\n1,2,0\n",
        NAMED);
    assertEquals(List.of("a"), read(text, NAMED.without("1")).columnNames());
    Dataset digits = read("2,1,y\n5,6,0\n", NAMED.withTarget("1"));
    assertEquals(List.of("2", "y"), digits.columnNames(), "a name goes before a number");
    assertEquals(List.of("6"), digits.classNames());
  }

  @Test
  void ofColumnsOfOneNameThatWhichIsLeftInIsMeant() throws IOException {
    CsvSettings settings = NAMED.without("2");
    Dataset train = read("a, a,y\n1,2,0\n3,4,1\n", settings);
    assertEquals(List.of("a"), train.columnNames());
    Dataset test = CsvReader.readLike(file("a,a,y\n5,6,1\n"), train);
    assertArrayEquals(new float[] {5}, test.all().values());
    assertArrayEquals(
        new float[] {6},
        read("a,a,y\n5,6,1\n", NAMED.without("1").withColumns("a")).all().values());
  }

  @Test
  void namesMayStartLikeOtherFiles() throws IOException {
    for (String name : List.of("PAR1", "BZh", "%PDF")) {
      assertEquals(List.of(name), read(name + ",y\n1,0\n", NAMED).columnNames());
    }
  }

  @Test
  void targetsThatAreNotNumbersAreSaidToBeMissing() {
    String row = ", row 1, column 2: '%s' %s; fill it or leave out the row";
    assertRefused(
        String.format(Locale.ROOT, row, "NaN", "is not finite"), "1,NaN\n", PLAIN.withRealTarget());
    assertRefused(
        String.format(Locale.ROOT, row, "?", "is a missing label"),
        "1,?\n",
        PLAIN.withTextLabels().withMissing("?"));
    assertRefused(
        String.format(Locale.ROOT, row, "?", "is not an integer label; if it is missing")
            .replace("missing;", "missing,"),
        "1,?\n",
        PLAIN);
    assertHint("(withDelimiter(';'))?", "1,5;2,5;0\n", PLAIN);
    assertHint("(withSkippedLines)", "h,w,y\ncm,kg,-\n1,2,0\n", NAMED);
    assertHint("withoutQuotes takes quotes", "1,\"2,0\n3,4,1\n", PLAIN);
  }

  @Test
  void aBlankLineIsARowOnlyInAFileOfOneColumn() throws IOException {
    CsvSettings one = VALUES.withMissing("");
    assertValues("1\n\n3\n", one, 1, Double.NaN, 3);
    assertValues("\n2\n\n", one, Double.NaN, 2, Double.NaN);
    assertValues("t\n\n3\n", one.withHeader(), Double.NaN, 3);
    assertEquals(List.of("a", "", "b"), CsvReader.texts(file("a\n\nb\n"), VALUES, "1"));
    assertHint("row 2, column 1: '' is not a number", "1\n\n3\n", VALUES);
    assertValues("\n1,2,0\n\n \n3,4,1\n\n", PLAIN, 1, 2, 3, 4);
    Path two = file("a,1\n\nb,2\n\n");
    assertEquals(List.of("a", "b"), CsvReader.texts(two, PLAIN, "1"), "as many as rows");
  }

  @Test
  void columnsAreChosenInAnOrder() throws IOException {
    Dataset data = read("a,b,c,y\n1,2,3,0\n", NAMED.withColumns("c", "a"));
    assertArrayEquals(new float[] {3, 1}, data.all().values());
    assertEquals(List.of("c", "a"), data.columnNames());
    assertRefused(
        ": column 4 (y) is both a value and the target",
        "a,b,c,y\n1,2,3,0\n",
        NAMED.withColumns("c", "y"));
  }

  @Test
  void aFileIsReadLikeAnother() throws IOException {
    Path train = Files.writeString(directory.resolve("train.csv"), "h,w,kind\n1,2,cat\n3,4,dog\n");
    Dataset known = CsvReader.read(train, NAMED.withTextLabels().withTarget("kind"));
    Dataset turned = CsvReader.readLike(file("kind,w,h\ndog,20,10\ncat,40,30\n"), known);
    assertArrayEquals(new float[] {10, 20, 30, 40}, turned.all().values());
    assertArrayEquals(new int[] {1, 0}, turned.all().labels());
    assertEquals(known.columnNames(), turned.columnNames());
    assertEquals(known.classNames(), turned.classNames());
    assertEquals(turned.all(), Sources.attach(turned.source()).all());
  }

  private static void assertUnlike(String message, Path file, Dataset known) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> CsvReader.readLike(file, known))
            .getMessage());
  }

  @Test
  void aFileThatIsUnlikeAnotherIsRefusedByName() throws IOException {
    Path train = Files.writeString(directory.resolve("train.csv"), "h,w,kind\n1,2,cat\n3,4,dog\n");
    Dataset known = CsvReader.read(train, NAMED.withTextLabels().withTarget("kind"));
    assertUnlike(
        "t.csv does not have the columns of the other data: it lacks [w], it also has [v]",
        file("h,v,kind\n1,2,cat\n"),
        known);
    assertUnlike(
        "t.csv does not have the columns of the other data: it also has [v]",
        file("h,v,w,kind\n1,2,3,cat\n"),
        known);
    assertUnlike(
        "t.csv, row 2, column 3 (kind): 'owl' is none of the classes [cat, dog]",
        file("h,w,kind\n1,2,cat\n1,2,owl\n"),
        known);
    assertUnlike("t.csv: no column 'kind'; there are 2: [h, w]", file("h,w\n1,2\n"), known);
    Dataset unlabelled =
        CsvReader.readLike(file("w,h\n2,1\n"), NAMED.withTarget(CsvSettings.NONE), known.all());
    assertArrayEquals(new float[] {1, 2}, unlabelled.all().values());
    Dataset plain = CsvReader.read(file("1,2,0\n3,4,1\n"));
    assertUnlike("t.csv has 3 columns of values, the other data have 2", file("1,2,3,0\n"), plain);
    Dataset real = CsvReader.read(file("1,0.5\n"), PLAIN.withRealTarget());
    assertArrayEquals(
        new float[] {2.5f}, CsvReader.readLike(file("3,2.5\n"), real).all().targets());
    Dataset nowhere = new Dataset("mine", 1, new float[1], new int[1]);
    assertUnlike(
        "mine was not read from a CSV file: give the settings to read one like it",
        file("1,0\n"),
        nowhere);
  }

  @Test
  void filesThatAreNotThereAreSaidSo() {
    Path none = directory.resolve("none.csv");
    for (Executable read :
        List.<Executable>of(
            () -> CsvReader.read(none),
            () -> CsvReader.texts(none, PLAIN, "1"),
            () -> LibsvmReader.read(none))) {
      assertEquals(
          "there is no file " + none,
          assertThrows(IllegalArgumentException.class, read).getMessage());
    }
    assertEquals(
        directory + " is a directory, not a file",
        assertThrows(IllegalArgumentException.class, () -> CsvReader.read(directory)).getMessage());
  }

  @Test
  void optionsAreKeptAsTexts() {
    CsvSettings all =
        german()
            .withHeader()
            .withEncoding(StandardCharsets.ISO_8859_1)
            .withComment('#')
            .withSkippedLines(3)
            .withRepeatedBlanks()
            .withoutQuotes()
            .withMissing("", "NA")
            .withTextLabels("a\nb", "c\\")
            .without("x", "1")
            .withColumns("z");
    CsvSettings again = CsvSettings.of(all.options());
    assertEquals(all, again);
    assertEquals(List.of("a\nb", "c\\"), again.classes());
    assertEquals(List.of("", "NA"), again.missing());
    assertFalse(all.equals(PLAIN));
    assertThrows(IllegalArgumentException.class, () -> PLAIN.withSkippedLines(-1));
  }

  @Provide
  Arbitrary<String> numberLike() {
    return Arbitraries.strings().withChars("0123456789+-.eEdfxpn_, ").ofMaxLength(8);
  }

  /** Against the grammar as a regular expression. */
  @Property(tries = 3000)
  void numbersAreDecimalsAndNothingElse(@ForAll("numberLike") String text) {
    boolean wanted = text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    assertEquals(wanted, DecimalText.isDecimal(text, false), text);
    boolean german = text.matches("[+-]?(\\d+,?\\d*|,\\d+)([eE][+-]?\\d+)?");
    assertEquals(german, DecimalText.isDecimal(text, true), text);
    if (wanted) {
      assertEquals(Float.parseFloat(text), DecimalText.value("\u00a0" + text + " ", false));
      assertEquals(Float.parseFloat(text), DecimalText.value(text, false));
    } else if (!DecimalText.isDecimal(text.strip(), false)) {
      assertThrows(NumberFormatException.class, () -> DecimalText.value(text, false));
    }
  }

  /** Short decimals, which are computed by a division, and those that are just too long for it. */
  @Property(tries = 2000)
  void decimalsAreTheNearestFloats(
      @ForAll @IntRange(min = -(1 << 25), max = 1 << 25) int digits,
      @ForAll @IntRange(min = 0, max = 14) int places) {
    String text = BigDecimal.valueOf(digits, places).toPlainString();
    assertEquals(Float.parseFloat(text), DecimalText.value(text, false));
    assertEquals(Float.parseFloat(text), DecimalText.value(text.replace('.', ','), true));
  }

  @Test
  void javasSpellingsOfNumbersAreNotNumbers() throws IOException {
    for (String text : List.of("3d", "7f", "0x1p3", "1_000", "1 000", "1,000", "--1", "1e", "٣")) {
      assertHint("is not a number", "\"" + text + "\",0\n", PLAIN);
      assertHint("is not an integer label", "1,\"" + text + "\"\n", PLAIN);
    }
    CsvSettings let = VALUES.withMissing("");
    double inf = Double.POSITIVE_INFINITY;
    assertValues("nan,NaN,-nan\n", let, Double.NaN, Double.NaN, Double.NaN);
    assertValues("inf,-Infinity,+INF\n", let, inf, -inf, inf);
    assertHint("is beyond the numbers a float can be", "1e39,2\n", let);
    assertValues("1e-60,16777217\n", VALUES, 0, 16777216);
    assertHint("row 1, column 2: '1e300' is not an integer label", "1,1e300\n", PLAIN);
    assertHint("is not an integer label", "1,1e99999999999\n", PLAIN);
    assertHint("is beyond the numbers a float can be", "1e99999999999,1\n", PLAIN);
  }
}
