package jacquard.examples;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a command line that is wrong: what is near to a word that is not known. */
final class Misspelt {
  private static final Pattern HELP = Pattern.compile("Unknown subcommand '(.*)'\\.");

  private Misspelt() {}

  /** The words, such as {@code there is no option --sead; did you mean --seed?}. */
  static String words(ParameterException e) {
    String message = String.valueOf(e.getMessage());
    Matcher help = HELP.matcher(message);
    CommandLine command = e.getCommandLine();
    if (help.matches()) {
      return none(help.group(1), command.getParent() == null ? command : command.getParent());
    }
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return message;
    }
    String word = unmatched.getUnmatched().getFirst();
    return word.startsWith("-") || !command.getSubcommands().isEmpty()
        ? none(word, command)
        : command.getCommandName() + " wants no more, but there is " + word;
  }

  private static String none(String word, CommandLine command) {
    List<String> near = near(word, command);
    return "there is no "
        + (word.startsWith("-") ? "option " : "example or command ")
        + word
        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
  }

  /** What begins so, or else the one that is spelt most like it. */
  private static List<String> near(String word, CommandLine command) {
    List<String> known =
        word.startsWith("-")
            ? List.copyOf(command.getCommandSpec().optionsMap().keySet())
            : command.getSubcommands().entrySet().stream()
                .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
                .map(each -> each.getKey())
                .toList();
    List<String> longer =
        known.stream().filter(each -> each.startsWith(word) && word.length() > 2).toList();
    return longer.isEmpty()
        ? new UnmatchedArgumentException(command, List.of(word))
            .getSuggestions().stream().filter(known::contains).limit(1).toList()
        : longer;
  }
}
