import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fails the build when a test was skipped: a test that silently skips proves nothing. */
final class NoSkippedTests {
  private static final Pattern SKIPPED = Pattern.compile("<testsuite[^>]* skipped=\"([1-9]\\d*)\"");

  public static void main(String[] args) throws IOException {
    Path reports = Path.of(args[0]);
    if (!Files.isDirectory(reports)) {
      return;
    }
    int suites = 0;
    try (var files = Files.newDirectoryStream(reports, "TEST-*.xml")) {
      for (Path file : files) {
        Matcher skipped = SKIPPED.matcher(Files.readString(file));
        if (skipped.find()) {
          suites++;
          System.err.println("skipped tests: " + skipped.group(1) + " in " + file.getFileName());
        }
      }
    }
    if (suites > 0) {
      System.exit(1);
    }
  }
}
