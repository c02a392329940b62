package jacquard.examples;

import java.util.Comparator;
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

  /** What begins so, or else what is spelt most like it: with a third of other letters at most. */
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
        ? known.stream()
            .filter(each -> 3 * edits(word, each) <= Math.max(word.length(), each.length()))
            .min(Comparator.comparingInt(each -> edits(word, each)))
            .stream()
            .toList()
        : longer;
  }

  /**
   * In how many letters two words differ: replaced, left out, put in, or two neighbours swapped
   * (the optimal string alignment distance).
   */
  static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
