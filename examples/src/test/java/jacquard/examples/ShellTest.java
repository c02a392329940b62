package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users are advised to type can be pasted into a shell. */
class ShellTest {
  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings()
        .withChars(" \t\n\r'\"\\$`!*?~#&;|<>(){}[]=%-ab1ü字/.")
        .ofMaxLength(12);
  }

  @Property(tries = 40)
  void aShellReadsTheWordBack(@ForAll("words") String word) throws Exception {
    assertEquals(word, pasted("printf %s " + Shell.quoted(word)));
  }

  @Test
  void plainWordsStayAsTheyAre() {
    assertEquals("runs/r-1.jqd", Shell.quoted(Path.of("runs/r-1.jqd")));
    assertEquals("'~/r'", Shell.quoted("~/r"));
    assertEquals("''", Shell.quoted(""));
    assertEquals("./-r", Shell.quoted(Path.of("-r")));
    assertEquals("'./- r'", Shell.quoted(Path.of("- r")));
  }

  @Test
  void theAdviceOfAPausedRunNamesItsDirectory(@TempDir Path directory) throws Exception {
    Path run = directory.resolve("it's \"my\" run\n$HOME");
    Ran ran = Ran.of("weave", "--steps", "5", "--run", run.toString());
    String advice = ran.out().substring(ran.out().indexOf("go on with ") + 11).strip();
    assertTrue(advice.startsWith("examples/run resume "), advice);
    assertEquals(
        run.toString(), pasted("printf %s " + advice.substring("examples/run resume ".length())));
    String next = Ran.of("show", run.toString()).out();
    assertTrue(next.contains(advice), next);
  }

  private static String pasted(String command) throws IOException, InterruptedException {
    Process bash = new ProcessBuilder(List.of("bash", "-s")).redirectErrorStream(true).start();
    bash.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    bash.getOutputStream().close();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    bash.waitFor();
    return out;
  }
}
