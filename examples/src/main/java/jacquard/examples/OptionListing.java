package jacquard.examples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The part of an example's help that lists its options: its own first, then by what they are for.
 */
final class OptionListing {
  private static final Map<String, List<String>> SECTIONS = new LinkedHashMap<>();

  static {
    SECTIONS.put(
        "What is run",
        List.of("--steps", "--seed", "--program", "--backend", "--device", "--no-optimize"));
    SECTIONS.put(
        "Keeping and resuming", List.of("--run", "--resume", "--save", "--every", "--keep"));
    SECTIONS.put(
        "Looking",
        List.of(
            "--print",
            "--check",
            "--explain",
            "--profile",
            "--trace",
            "--serve",
            "--hook",
            "--unhook"));
    SECTIONS.put("Output", List.of("--quiet", "--json", "--stacktrace", "--help", "--version"));
  }

  private OptionListing() {}

  /** Has an example's command list its options so. */
  static void in(CommandLine command) {
    command.getCommandSpec().usageMessage().abbreviateSynopsis(true);
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, OptionListing::list);
  }

  private static String list(Help help) {
    Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
    sections.put("Of this example", new ArrayList<>());
    SECTIONS.keySet().forEach(heading -> sections.put(heading, new ArrayList<>()));
    for (OptionSpec option : help.commandSpec().options()) {
      sections.computeIfAbsent(heading(option), any -> new ArrayList<>()).add(option);
    }
    StringBuilder page = new StringBuilder();
    sections.forEach(
        (heading, options) -> {
          if (!options.isEmpty()) {
            Help.Layout layout = help.createDefaultLayout();
            layout.addOptions(options, help.createDefaultParamLabelRenderer());
            page.append(
                help.colorScheme().text(String.format(Locale.ROOT, "%n@|bold %s|@%n", heading)));
            page.append(layout);
          }
        });
    return page.toString();
  }

  private static String heading(OptionSpec option) {
    return SECTIONS.entrySet().stream()
        .filter(section -> section.getValue().contains(option.longestName()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("Of this example");
  }
}
