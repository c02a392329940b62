package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever language a Java machine speaks, the same bytes are written, read back, and printed: in a
 * locale with digits of its own, and one with a decimal comma where the small letter of I is not i.
 */
class LocalesTest {
  private static final List<String> LOCALES = List.of("en-US", "ar-EG-u-nu-arab", "tr-TR");

  /** Files with times, of which only the form is the same. */
  private static final Pattern TIMED =
      Pattern.compile("(.*/)?(state\\.json|log\\.txt|report\\.html)");

  private static final Pattern FOREIGN_DIGIT = Pattern.compile("[\\p{Nd}&&[^0-9]]");

  @TempDir private Path directory = Path.of("");

  @Test
  void theSameBytesAreWrittenAndReadInEveryLocale() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (String locale : LOCALES) {
      processes.add(start(locale));
    }
    for (Process each : processes) {
      assertEquals(0, each.waitFor());
    }
    NavigableMap<String, byte[]> expected = written(LOCALES.getFirst());
    assertTrue(expected.size() > 20, expected::toString);
    String printed = text(expected, "printed.txt");
    assertTrue(printed.contains("mean ± sd"), printed);
    for (String locale : LOCALES.subList(1, LOCALES.size())) {
      NavigableMap<String, byte[]> found = written(locale);
      assertLinesMatch(
          printed.lines().map(Pattern::quote), text(found, "printed.txt").lines(), locale);
      assertEquals(steady(expected), steady(found), locale);
      found.forEach(
          (name, bytes) -> {
            String where = name + " in " + locale;
            if (TIMED.matcher(name).matches()) {
              assertFalse(FOREIGN_DIGIT.matcher(text(found, name)).find(), where);
            } else if (expected.containsKey(name)
                && !name.equals("printed.txt")
                && !name.endsWith(".lock")) { // it names the process
              assertArrayEquals(expected.get(name), bytes, where);
            }
          });
    }
  }

  /** Starts all commands in a directory of the locale's name, in a machine that speaks it. */
  private Process start(String tag) throws IOException {
    Locale locale = Locale.forLanguageTag(tag);
    Path place = Files.createDirectory(directory.resolve(tag));
    List<String> options = new ArrayList<>();
    options.add("-Duser.language=" + locale.getLanguage());
    options.add("-Duser.country=" + locale.getCountry());
    if (locale.hasExtensions()) {
      options.add("-Duser.extensions=" + tag.substring(tag.indexOf("u-") + 2));
    }
    return new Forked(options, place)
        .builder(AllCommands.class, List.of())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(tag + ".log").toFile())
        .start();
  }

  private NavigableMap<String, byte[]> written(String locale) throws IOException {
    NavigableMap<String, byte[]> files = new TreeMap<>();
    Path place = directory.resolve(locale);
    try (Stream<Path> all = Files.walk(place)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        files.put(place.relativize(each).toString(), Files.readAllBytes(each));
      }
    }
    return files;
  }

  /** The files that are always there; how many checkpoints are saved on the way depends on time. */
  private static List<String> steady(NavigableMap<String, byte[]> files) {
    return files.keySet().stream()
        .filter(name -> !name.endsWith(".jqd") || name.matches(".*(0009000|0042693).jqd"))
        .toList();
  }

  /** A file's text without what is measured by the clock. */
  private static String text(NavigableMap<String, byte[]> files, String name) {
    return new String(files.get(name), StandardCharsets.UTF_8)
        .replaceAll("drew \\S*/", "drew ") // each works in a directory of its own
        .replaceAll("and [0-9.]+ s\\b", "and # s")
        .replaceAll("checkpoints +[0-9]+", "checkpoints #")
        .replaceAll("[0-9-]{10}T[0-9:]{8}Z", "#");
  }
}
