import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * Makes a module's Javadoc of its source folder and fails on every warning of {@code -Xdoclint:all}
 * but of missing {@code @param} and {@code @return} tags, which are written where they say more than
 * the description does, and of constructors without parameters that nobody wrote. Arguments: sources,
 * class path, output.
 */
final class Javadoc {
  private static final Pattern LEFT_OUT = Pattern.compile("no @param for .*|no @return|use of default constructor,.*");
  private static final Pattern COMPLAINT =
      Pattern.compile("(?<place>.*): (?<kind>warning|error)(: |:? ?- )(?<text>.*)");

  public static void main(String[] args) throws IOException {
    Path sources = Path.of(args[0]);
    if (!Files.isDirectory(sources)) {
      return;
    }
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed, true);
    int exit =
        ToolProvider.findFirst("javadoc").orElseThrow().run(out, out, options(sources, args));
    List<String> complaints = complaints(printed.toString());
    complaints.forEach(System.err::println);
    if (!complaints.isEmpty() || exit != 0) {
      System.err.println(
          complaints.isEmpty() ? printed : complaints.size() + " to mend in the Javadoc");
      System.exit(1);
    }
  }

  private static String[] options(Path sources, String... args) throws IOException {
    List<String> options = new ArrayList<>(List.of("-quiet", "-notimestamp", "-Xdoclint:all"));
    options.addAll(List.of("-Xmaxwarns", "100000", "-encoding", "UTF-8", "-locale", "en"));
    options.addAll(List.of("--add-exports", "java.base/jdk.internal.vm=ALL-UNNAMED"));
    options.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    options.addAll(List.of("-cp", args[1], "-d", args[2], "--source-path", sources.toString()));
    try (var folders = Files.list(sources)) {
      folders
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .forEach(name -> options.addAll(List.of("-subpackages", name)));
    }
    return options.toArray(String[]::new);
  }

  private static List<String> complaints(String printed) {
    return printed
        .lines()
        .map(COMPLAINT::matcher)
        .filter(line -> line.matches() && !line.group("place").isBlank())
        .filter(line -> !LEFT_OUT.matcher(line.group("text").toLowerCase(Locale.ROOT)).matches())
        .map(line -> line.group())
        .toList();
  }

  private Javadoc() {}
}
