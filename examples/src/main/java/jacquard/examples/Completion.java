package jacquard.examples;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command that prints the script by which shells complete names, options and their values. */
@Command(
    name = "generate-completion",
    description = {
      "Prints a completion script for bash and zsh.",
      "To use it: source <(examples/run generate-completion)"
    },
    mixinStandardHelpOptions = true)
final class Completion implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    String name = spec.root().name();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT, "%s%ncomplete -F _complete_%s -o default ./%s%n", script(name), name, name)
        .flush();
  }

  /** The script, whose variables picocli numbers with the digits of the default locale. */
  private String script(String name) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.ROOT);
    try {
      return AutoComplete.bash(name, spec.root().commandLine());
    } finally {
      Locale.setDefault(before);
    }
  }

  /** The values of an enumeration as people write them. */
  static List<String> words(Enum<?>... values) {
    return Stream.of(values).map(Completion::word).toList();
  }

  /** A value of an enumeration as people write it. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
