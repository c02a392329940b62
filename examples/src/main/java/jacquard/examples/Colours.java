package jacquard.examples;

import java.io.Console;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** The colours of a printed program, where they are seen. */
final class Colours {
  /** Path, indentation, name, construct's word, the rest of the node, columns, where it stands. */
  private static final Pattern LINE =
      Pattern.compile(
          "(?m)^(\\S+)( +)([\\w.-]+: )?([a-z]+)((?: \\S+)*)((?: {2,}(?!<-)\\S+(?: \\S+)*)*)( *<-"
              + " .*)?$");

  private Colours() {}

  /** A printed program, coloured if it is seen on a terminal. */
  static String of(String page) {
    return areSeen() ? coloured(page) : page;
  }

  /**
   * Whether colours are seen: on a terminal that has them, unless NO_COLOR is set, as no-color.org
   * has it: to anything but nothing.
   */
  static boolean areSeen() {
    return areSeen(System.getenv(), () -> Ansi.AUTO.enabled());
  }

  static boolean areSeen(Map<String, String> environment, BooleanSupplier otherwise) {
    String without = environment.get("NO_COLOR");
    if ((without != null && !without.isEmpty()) || "dumb".equals(environment.get("TERM"))) {
      return false;
    }
    return without != null ? isTerminal() : otherwise.getAsBoolean();
  }

  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  static String coloured(String page) {
    return LINE.matcher(page).replaceAll(line -> Matcher.quoteReplacement(line((Matcher) line)));
  }

  private static String line(Matcher line) {
    return in(Style.faint, line.group(1))
        + line.group(2)
        + in(Style.fg_cyan, line.group(3))
        + in(Style.bold, line.group(4))
        + line.group(5)
        + in(Style.faint, line.group(6))
        + in(Style.fg_green, line.group(7));
  }

  private static String in(IStyle style, String text) {
    return text == null || text.isEmpty() ? "" : style.on() + text + Style.reset.on();
  }
}
