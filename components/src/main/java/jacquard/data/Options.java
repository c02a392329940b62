package jacquard.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Immutable settings by name, as texts: what differs from the defaults of old. */
record Options(SortedMap<String, String> texts) {
  private static final String TRUE = "true";

  Options {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
  }

  static Options of(Map<String, String> texts) {
    return new Options(new TreeMap<>(texts));
  }

  Options with(String name, String text) {
    SortedMap<String, String> more = new TreeMap<>(texts);
    more.put(name, text);
    return new Options(more);
  }

  Options with(String name) {
    return with(name, TRUE);
  }

  Options without(String name) {
    SortedMap<String, String> less = new TreeMap<>(texts);
    less.remove(name);
    return new Options(less);
  }

  boolean has(String name) {
    return texts.containsKey(name);
  }

  String get(String name, String otherwise) {
    return texts.getOrDefault(name, otherwise);
  }

  /**
   * A list of texts is kept as one: every text after a line feed, or escaped where they have any.
   */
  Options with(String name, List<String> list) {
    if (list.isEmpty()) {
      return without(name);
    }
    boolean plain = list.stream().noneMatch(text -> text.contains("\n"));
    return plain
        ? with(name, "\n" + String.join("\n", list))
        : with(name, "\r\n" + String.join("\n", list.stream().map(Options::escape).toList()));
  }

  List<String> list(String name) {
    String text = get(name, "");
    if (text.startsWith("\r")) {
      return split(text.substring(2)).stream().map(Options::unescape).toList();
    }
    return text.isEmpty() ? List.of() : split(text.substring(1));
  }

  private static List<String> split(String text) {
    return Arrays.asList(text.split("\n", -1));
  }

  static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }

  static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        c = text.charAt(i) == 'n' ? '\n' : text.charAt(i);
      }
      plain.append(c);
    }
    return plain.toString();
  }
}
