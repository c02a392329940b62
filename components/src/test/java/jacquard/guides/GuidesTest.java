package jacquard.guides;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The pages of {@code components/guides} and the project of {@code src/it/guides}, which the build
 * makes and tests later, have the same text.
 */
class GuidesTest {
  private static final Path PAGES = Path.of("guides");
  private static final Path PROJECT = Path.of("src/it/guides");
  private static final Pattern FILE =
      Pattern.compile("(?s)`([\\w/.]+)`\\n\\n```(?:java|xml)\\n(.*?)```");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");

  private static List<Path> pages() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      return pages.sorted().toList();
    }
  }

  @Test
  void everyFileOfTheProjectIsShownAndEveryFileShownIsOfTheProject() throws IOException {
    Map<String, String> shown = new TreeMap<>();
    for (Path page : pages()) {
      for (MatchResult file : FILE.matcher(Files.readString(page)).results().toList()) {
        shown.put(file.group(1), file.group(2));
      }
    }
    Map<String, String> there = new TreeMap<>();
    try (Stream<Path> files = Files.walk(PROJECT)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        there.put(PROJECT.relativize(file).toString().replace('\\', '/'), Files.readString(file));
      }
    }
    assertEquals(new TreeSet<>(there.keySet()), new TreeSet<>(shown.keySet()));
    shown.forEach((name, text) -> assertEquals(there.get(name), text, name));
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    for (Path page : pages()) {
      for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
        assertTrue(
            Files.exists(PAGES.resolve(link.group(1))), () -> page + " leads to " + link.group(1));
      }
    }
  }

  /** The version of the guides' project is this build's. */
  @Test
  void theProjectTakesThisVersion() throws IOException {
    Pattern parent = Pattern.compile("(?s)<parent>.*?<version>(.*?)</version>");
    String version =
        parent
            .matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    assertTrue(
        Files.readString(PROJECT.resolve("pom.xml"))
            .contains("<jacquard.version>" + version + "</jacquard.version>"));
  }
}
