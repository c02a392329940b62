import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks (or, with {@code apply}, restores) the source format of every Java file below a folder. */
final class Format {
  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    Path root = Path.of(args[1]);
    if (!Files.isDirectory(root)) {
      return;
    }
    Formatter formatter = new Formatter();
    int wrong = 0;
    for (Path file : javaFiles(root)) {
      String source = Files.readString(file);
      String formatted;
      try {
        formatted =
            formatter.formatSourceAndFixImports(RemoveUnusedImports.removeUnusedImports(source));
      } catch (FormatterException e) {
        System.err.println("cannot be parsed: " + file + ": " + e.getMessage());
        System.exit(1);
        return;
      }
      if (formatted.equals(source)) {
        continue;
      }
      if (apply) {
        Files.writeString(file, formatted);
        System.out.println("formatted " + file);
      } else {
        wrong++;
        System.err.println("not formatted: " + file);
      }
    }
    if (wrong > 0) {
      System.err.println("Run: mvn -Dformat=apply test-compile");
      System.exit(1);
    }
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
  }
}
