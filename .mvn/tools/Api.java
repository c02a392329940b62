import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * Compares what a module's classes show to other packages with a file, or (with {@code accept})
 * writes it. Arguments: {@code check} or {@code accept}, classes, file.
 */
final class Api {
  private static final Pattern CLASS =
      Pattern.compile(
          "(?<flags>.*?)(?:class|interface) (?<name>[\\w.$]+).*?(?: extends (?<parent>[\\w.$]+).*)?");

  /** A class: its first line, and its members in an order of their own. */
  private record Listed(String name, String parent, boolean isPublic, List<String> lines) {}

  public static void main(String[] args) throws IOException {
    Path classes = Path.of(args[1]);
    if (!Files.isDirectory(classes)) {
      return;
    }
    Path file = Path.of(args[2]);
    List<String> is = api(classes);
    if (args[0].equals("accept")) {
      Files.write(file, is);
      return;
    }
    List<String> was = Files.exists(file) ? Files.readAllLines(file) : List.of();
    if (!is.equals(was)) {
      System.err.println("The public API is not what " + file + " says:");
      difference(was, is).forEach(System.err::println);
      System.err.println(
          "If that is meant, run: mvn -Dapi=accept process-classes (and say so in the changelog)."
              + " If not, make it package-private or put back what is gone.");
      System.exit(1);
    }
  }

  private static List<String> api(Path classes) throws IOException {
    Map<String, Listed> all = new TreeMap<>();
    for (Listed listed : listed(classes)) {
      all.put(listed.name, listed);
    }
    Set<String> shown = new TreeSet<>();
    for (Listed listed : all.values()) {
      if (isShown(listed, all)) {
        // What a public class inherits of one that is not is public too.
        Listed next = listed;
        while (next != null && shown.add(next.name)) {
          next = all.get(next.parent);
        }
      }
    }
    return shown.stream().flatMap(name -> all.get(name).lines.stream()).toList();
  }

  /** Whether it and all it stands in are public. */
  private static boolean isShown(Listed listed, Map<String, Listed> all) {
    int dollar = listed.name.lastIndexOf('$');
    Listed outer = dollar < 0 ? null : all.get(listed.name.substring(0, dollar));
    return listed.isPublic && (dollar < 0 || (outer != null && isShown(outer, all)));
  }

  private static List<Listed> listed(Path classes) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-protected"));
    try (var files = Files.walk(classes)) {
      files
          .map(Path::toString)
          .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
          .filter(name -> !name.matches(".*\\$\\d.*"))
          .sorted()
          .forEach(arguments::add);
    }
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed, true);
    int exit =
        ToolProvider.findFirst("javap")
            .orElseThrow()
            .run(out, out, arguments.toArray(String[]::new));
    if (exit != 0) {
      throw new IOException("javap: " + printed);
    }
    List<Listed> listed = new ArrayList<>();
    for (String text : printed.toString().split("(?m)^}\\R")) {
      String[] lines =
          text.lines()
              .filter(line -> !line.isBlank() && !line.startsWith("Compiled from"))
              .toArray(String[]::new);
      if (lines.length > 0) {
        listed.add(parsed(lines));
      }
    }
    return listed;
  }

  private static Listed parsed(String... lines) throws IOException {
    String first = lines[0].replaceFirst(" \\{$", "");
    Matcher matcher = CLASS.matcher(first);
    if (!matcher.matches()) {
      throw new IOException("not a class of javap: " + first);
    }
    Set<String> members = new TreeSet<>(List.of(lines).subList(1, lines.length));
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(members);
    String parent = String.valueOf(matcher.group("parent"));
    boolean isPublic = matcher.group("flags").contains("public ");
    return new Listed(matcher.group("name"), parent, isPublic, all);
  }

  /** The lines that are gone (-) and new (+), with the class each stands in. */
  private static List<String> difference(List<String> was, List<String> is) {
    Set<String> before = new HashSet<>(qualified(was));
    Set<String> after = new HashSet<>(qualified(is));
    List<String> lines = new ArrayList<>();
    qualified(was).stream().filter(l -> !after.contains(l)).forEach(l -> lines.add("- " + l));
    qualified(is).stream().filter(l -> !before.contains(l)).forEach(l -> lines.add("+ " + l));
    return lines;
  }

  private static List<String> qualified(List<String> lines) {
    List<String> qualified = new ArrayList<>();
    String in = "";
    for (String line : lines) {
      Matcher type = CLASS.matcher(line);
      boolean isMember = line.startsWith("  ");
      in = isMember || !type.matches() ? in : type.group("name");
      qualified.add(isMember ? in + ": " + line.strip() : line);
    }
    return qualified;
  }

  private Api() {}
}
