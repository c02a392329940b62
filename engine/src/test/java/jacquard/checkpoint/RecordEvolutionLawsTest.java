package jacquard.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Random changes of records: what is saved, lost, gained and renamed, in any order. */
class RecordEvolutionLawsTest {
  /** The type of a component, a value in Java, and how it reads. */
  private enum Value {
    INT("int", "7", "7"),
    TEXT("String", "\"seven\"", "seven"),
    DOUBLE("double", "0.7", "0.7"),
    LIST("List<Integer>", "List.of(1, 2)", "[1, 2]"),
    NOTHING("Object", "null", "null");

    final String type;
    final String java;
    final String shown;

    Value(String type, String java, String shown) {
      this.type = type;
      this.java = java;
      this.shown = shown;
    }
  }

  /** What becomes of a component. */
  private enum Fate {
    KEPT,
    RENAMED,
    LOST,
    GAINED
  }

  private record Component(Value value, Fate fate, int place, int id) {}

  @Provide
  Arbitrary<List<List<Component>>> changes() {
    Arbitrary<Component> component =
        Combinators.combine(
                Arbitraries.of(Value.class),
                Arbitraries.of(Fate.class),
                Arbitraries.integers().between(0, 99))
            .as((value, fate, place) -> new Component(value, fate, place, 0));
    return component
        .list()
        .ofMinSize(0)
        .ofMaxSize(6)
        .map(RecordEvolutionLawsTest::numbered)
        .filter(RecordEvolutionLawsTest::canBeWritten)
        .list()
        .ofSize(25);
  }

  /** Whether the constructor for what was saved differs from the record's own. */
  private static boolean canBeWritten(List<Component> all) {
    return isSame(all) || !types(old(all)).equals(types(now(all)));
  }

  private static String types(List<Component> all) {
    return join(all, c -> c.value.type);
  }

  private static boolean isSame(List<Component> all) {
    return all.stream().noneMatch(c -> c.fate == Fate.LOST || c.fate == Fate.GAINED);
  }

  @Property(tries = 4, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void whatARecordKeepsItKeeps(@ForAll("changes") List<List<Component>> changes)
      throws IOException {
    Map<String, String> before = new LinkedHashMap<>();
    Map<String, String> after = new LinkedHashMap<>();
    for (int i = 0; i < changes.size(); i++) {
      before.put("r" + i + ".M", before(changes.get(i)));
      after.put("r" + i + ".M", after(changes.get(i)));
    }
    Path directory = Files.createTempDirectory("evolution");
    try {
      Versions versions = new Versions(directory, before, after);
      for (int i = 0; i < changes.size(); i++) {
        String name = "r" + i + ".M";
        assertEquals(expected(changes.get(i)), versions.loaded(name), after.get(name));
      }
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static List<Component> numbered(List<Component> all) {
    return IntStream.range(0, all.size())
        .mapToObj(i -> new Component(all.get(i).value, all.get(i).fate, all.get(i).place, i))
        .toList();
  }

  private static String name(Component one, boolean isNow) {
    return (isNow && one.fate == Fate.RENAMED ? "renamed" : "c") + one.id;
  }

  private static String before(List<Component> all) {
    return component(
        "record R(" + join(saved(all), c -> c.value.type + " " + name(c, false)) + ") {}",
        "new R(" + join(saved(all), c -> c.value.java) + ")");
  }

  private static List<Component> now(List<Component> all) {
    return all.stream()
        .filter(c -> c.fate != Fate.LOST)
        .sorted(Comparator.comparingInt(Component::place))
        .toList();
  }

  private static String after(List<Component> all) {
    String components =
        join(
            now(all),
            c ->
                (isSame(all) && c.fate == Fate.RENAMED
                        ? "@Formerly(\"" + name(c, false) + "\") "
                        : "")
                    + c.value.type
                    + " "
                    + name(c, true));
    return component(
        "record R(" + components + ") {" + (isSame(all) ? "" : former(all)) + "}", "null");
  }

  private static List<Component> saved(List<Component> all) {
    return all.stream().filter(c -> c.fate != Fate.GAINED).toList();
  }

  /** What was saved, in the order in which the new constructor takes it. */
  private static List<Component> old(List<Component> all) {
    return saved(all).stream().sorted(Comparator.comparingInt(c -> -c.place)).toList();
  }

  /** The constructor that takes what was saved. */
  private static String former(List<Component> all) {
    List<Component> old = old(all);
    String names = join(old, c -> "\"" + name(c, false) + "\"");
    return String.format(
        Locale.ROOT,
        "@FormerComponents({%s}) R(%s) { this(%s); }",
        names,
        join(old, c -> c.value.type + " " + name(c, false)),
        join(
            now(all),
            c ->
                c.fate == Fate.GAINED ? "(" + c.value.type + ") " + c.value.java : name(c, false)));
  }

  private static String component(String record, String value) {
    return String.join(
        "\n",
        "public class M implements Stateful {",
        record,
        "R x = " + value + ";",
        "public void state(State s) { x = s.value(\"x\", x); }",
        "public String toString() { return String.valueOf(x); }",
        "}");
  }

  private static String expected(List<Component> all) {
    return "R[" + join(now(all), c -> name(c, true) + "=" + c.value.shown) + "]";
  }

  private static String join(List<Component> components, Function<Component, String> text) {
    return components.stream().map(text).collect(Collectors.joining(", "));
  }
}
