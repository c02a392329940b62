package jacquard.report;

import jacquard.npy.NewFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A run directory as one page of HTML that needs nothing else: no network, no script, no fonts.
 *
 * <p>Whatever a run has written is text there, never HTML, and the page says to the browser that it
 * may load nothing.
 */
public final class RunReport {
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  private final ReportParts parts;

  private RunReport(RunDirectory directory) {
    this.parts = new ReportParts(directory);
  }

  /**
   * The report of a run as it stands now.
   *
   * @throws RunException if a file of the directory cannot be read
   */
  public static RunReport of(RunDirectory directory) {
    return new RunReport(directory);
  }

  /** The page. */
  public String page() {
    Html head =
        new Html().put("<meta http-equiv=\"Content-Security-Policy\" content=\"%s\"/>\n", POLICY);
    return page(parts.title(), head, parts.main(), new Html());
  }

  /**
   * Writes the page, whole or not at all: what was in the file stays until it is.
   *
   * @throws RunException if it cannot be written
   */
  public void write(Path file) {
    try {
      byte[] page = page().getBytes(StandardCharsets.UTF_8);
      NewFile.write(file, out -> out.write(page));
    } catch (IOException e) {
      throw new RunException("cannot write " + file + ": " + e, e);
    }
  }

  static String page(String title, Html head, Html main, Html tail) {
    return new Html()
        .put(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            """)
        .put("%s<title>%s</title>\n", head, title)
        .put("<style>\n")
        .put(resource("report.css"))
        .put("</style>\n</head>\n<body>\n")
        .put("<main>\n%s</main>\n%s</body>\n</html>\n", main, tail)
        .toString();
  }

  static String resource(String name) {
    try (InputStream in = RunReport.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
