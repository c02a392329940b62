package jacquard.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The part of the help that lists examples by what they teach, and the commands. */
final class Listing {
  private static final int NAME = 21;

  private Listing() {}

  /** Has a command list its subcommands so. */
  static void in(CommandLine line) {
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Listing::list);
  }

  private static String list(Help help) {
    StringBuilder page = new StringBuilder();
    for (Example.Topic topic : Example.Topic.values()) {
      section(help, topic.toString(), commands(help, topic), page);
    }
    section(help, "Commands", commands(help, null), page);
    return page.toString();
  }

  private static void section(
      Help help, String heading, List<CommandLine> commands, StringBuilder page) {
    if (commands.isEmpty()) {
      return;
    }
    int width = help.commandSpec().usageMessage().width();
    TextTable table =
        TextTable.forColumns(
            help.colorScheme(),
            new Column(NAME, 2, Overflow.SPAN),
            new Column(Math.max(20, width - NAME), 1, Overflow.WRAP));
    for (CommandLine each : commands) {
      String[] description = each.getCommandSpec().usageMessage().description();
      table.addRowValues(
          help.colorScheme().commandText(each.getCommandName()),
          help.colorScheme().text(description.length == 0 ? "" : description[0]));
    }
    page.append(help.colorScheme().text(String.format(Locale.ROOT, "%n@|bold %s|@%n", heading)))
        .append(table);
  }

  /** The examples of a topic, or with none the other commands. */
  private static List<CommandLine> commands(Help help, Example.@Nullable Topic topic) {
    List<CommandLine> commands = new ArrayList<>();
    for (CommandLine each : help.commandSpec().subcommands().values()) {
      Example example = RunCommand.example(each);
      if (each.getCommandSpec().usageMessage().hidden()) {
        continue;
      }
      if (topic == null ? example == null : example != null && example.about().topic() == topic) {
        commands.add(each);
      }
    }
    return commands;
  }
}
