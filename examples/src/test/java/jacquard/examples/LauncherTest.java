package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script, in a tree whose name has blanks, with a program in Java's place that tells. */
class LauncherTest {
  @TempDir private Path directory = Path.of("");

  private Path tree = directory;
  private Path script = directory;

  @BeforeEach
  void aBuiltTree() throws IOException {
    tree = Files.createDirectories(directory.toRealPath().resolve("my tree ü"));
    Path target = Files.createDirectories(tree.resolve("examples/target"));
    Files.createDirectories(tree.resolve("examples/src/main"));
    Files.createFile(tree.resolve("pom.xml"));
    Files.createFile(tree.resolve("examples/pom.xml"));
    script = Files.copy(Path.of("run"), tree.resolve("examples/run"));
    Path java =
        Files.writeString(
            target.resolve("a java"),
            "#!/bin/sh\nprintf '%s\\n' \"$@\"\necho \"locale $LC_ALL\"\n");
    for (Path each : List.of(script, java)) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(target.resolve("java"), java.toString()); // newer than the sources
  }

  /** What Java would be started with. */
  private List<String> started(Map<String, String> environment, Path called, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(called.toString()), Stream.of(arguments)).toList();
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    for (String each : List.of("JACQUARD_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "LANG")) {
      builder.environment().remove(each);
    }
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out.lines().toList();
  }

  @Test
  void alsoByLinksItStartsWhatIsBesideIt() throws Exception {
    Path absolute = Files.createSymbolicLink(directory.resolve("a link"), script);
    Path relative =
        Files.createSymbolicLink(directory.resolve("b"), Path.of("my tree ü/examples/run"));
    Path chain = Files.createSymbolicLink(directory.resolve("c"), Path.of("b"));
    for (Path called : List.of(script, absolute, relative, chain)) {
      List<String> started = started(Map.of("CDPATH", "/"), called, "show", "my run", "*");
      Path examples = tree.resolve("examples/target");
      assertTrue(started.contains(examples + "/classes:" + examples + "/lib/*"), started::toString);
      assertTrue(started.contains("-Djacquard.command=" + called), started::toString);
      int main = started.indexOf("jacquard.examples.Main");
      assertEquals(List.of("show", "my run", "*"), started.subList(main + 1, main + 4));
    }
    List<String> onThePath =
        started(
            Map.of("PATH", directory + ":" + System.getenv("PATH")), Path.of("bash"), "-c", "c");
    assertTrue(onThePath.contains("-Djacquard.command=c"), onThePath::toString);
  }

  @Test
  void theUsersOptionsGoBeforeItsOwn() throws Exception {
    String own = "-XX:+UseParallelGC";
    assertTrue(started(Map.of(), script).contains(own));
    List<String> more = started(Map.of("JACQUARD_OPTS", " -Xmx1g  -XX:-UseFMA"), script);
    assertTrue(more.containsAll(List.of("-Xmx1g", "-XX:-UseFMA", own)), more::toString);
    for (String name : List.of("JACQUARD_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")) {
      List<String> other = started(Map.of(name, "-Xmx1g -XX:+UseZGC"), script);
      assertFalse(other.contains(own), name);
      assertEquals(name.startsWith("JACQ"), other.contains("-XX:+UseZGC"), name);
    }
  }

  @Test
  void aLocaleWithoutOtherLettersIsReplaced() throws Exception {
    for (String locale : List.of("C", "POSIX", "xx_XX.UTF-8")) {
      List<String> started = started(Map.of("LC_ALL", locale), script);
      assertTrue(started.contains("locale C.UTF-8"), locale + ": " + started);
    }
  }
}
