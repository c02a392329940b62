package jacquard.examples;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that lists the examples. */
@Command(
    name = "list",
    description = "Lists the examples and what each teaches, for programs too (--json).",
    mixinStandardHelpOptions = true)
final class ListCommand implements Runnable {
  @Option(names = "--json", description = "Print an object of JSON a line.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      Objects.requireNonNull(spec.parent()).commandLine().usage(out);
      return;
    }
    for (Example example : Main.examples()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("example", example.name());
      line.put("teaches", example.about().topic().toString());
      line.put("description", example.about().description());
      out.println(JsonOutput.line(line));
    }
  }
}
