package jacquard.examples;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** The command as a test has run it: its exit code, and what it printed where. */
public record Ran(int code, String out, String errors) {
  public static Ran of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(args);
    return new Ran(code, out.toString(), err.toString());
  }

  /** What was printed, errors last. */
  public String all() {
    return out + errors;
  }
}
