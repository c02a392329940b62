package jacquard.data;

import jacquard.checkpoint.CheckpointException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A source as text: {@code KIND:PATH} or {@code KIND?NAME=VALUE&NAME=VALUE:PATH}, names and values
 * as in a web address.
 */
record SourceText(String kind, SortedMap<String, String> options, Path file) {
  private static final Pattern TEXT =
      Pattern.compile("(?s)((?:mnist:)?[a-z0-9-]+)(?:\\?([^:]*))?:(.*)");

  static String of(String kind, Map<String, String> options, Path file) {
    return new SourceText(kind, new TreeMap<>(options), file.toAbsolutePath().normalize())
        .toString();
  }

  /** Reads a text, or refuses it. */
  static SourceText parse(String source) {
    Matcher text = TEXT.matcher(source);
    if (!text.matches()) {
      throw new CheckpointException("nothing is known of data from " + source);
    }
    SortedMap<String, String> options = new TreeMap<>();
    if (text.group(2) != null) {
      for (String option : text.group(2).split("&", -1)) {
        String[] sides = option.split("=", 2);
        options.put(decoded(sides[0]), sides.length == 1 ? "" : decoded(sides[1]));
      }
    }
    return new SourceText(text.group(1), options, Path.of(text.group(3)));
  }

  /** The value of an option, empty if it is not there. */
  String option(String name) {
    return options.getOrDefault(name, "");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    String all =
        options.entrySet().stream()
            .map(o -> encoded(o.getKey()) + "=" + encoded(o.getValue()))
            .collect(Collectors.joining("&"));
    return kind + (all.isEmpty() ? "" : "?" + all) + ":" + file;
  }
}
