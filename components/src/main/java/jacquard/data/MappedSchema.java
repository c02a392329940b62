package jacquard.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a mapped data set was when it was written, in a text file beside its values: the fingerprint
 * of values and targets, and the names of columns and classes.
 *
 * <p>The files of values and labels cannot be replaced at once, so the fingerprint tells whether
 * they belong together.
 *
 * @param labels the name of the file of labels
 */
record MappedSchema(
    String labels, String fingerprint, boolean real, List<String> columns, List<String> classes) {
  private static final String FIRST = "jacquard rows 1";

  MappedSchema {
    columns = List.copyOf(columns);
    classes = List.copyOf(classes);
  }

  /** Where the schema of a file of values is. */
  static Path of(Path values) {
    return values.resolveSibling(values.getFileName() + ".schema");
  }

  /** Reads the schema of a file of values; null if it has none. */
  static @Nullable MappedSchema read(Path values) throws IOException {
    Path file = of(values);
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException none) {
      return null;
    } catch (CharacterCodingException noText) {
      lines = List.of();
    }
    String labels = "";
    String fingerprint = "";
    boolean real = false;
    List<String> columns = new ArrayList<>();
    List<String> classes = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] entry = lines.get(i).split(" ", 2);
      String text = entry.length < 2 ? "" : Options.unescape(entry[1]);
      switch (entry[0]) {
        case "labels" -> labels = text;
        case "fingerprint" -> fingerprint = text;
        case "targets" -> real = text.equals("real");
        case "column" -> columns.add(text);
        case "class" -> classes.add(text);
        default -> fingerprint = "";
      }
    }
    if (lines.isEmpty() || !lines.getFirst().equals(FIRST) || fingerprint.isEmpty()) {
      throw new IllegalArgumentException(
          file + " is damaged: write the data again, or delete it if they are from elsewhere");
    }
    return new MappedSchema(labels, fingerprint, real, columns, classes);
  }

  /** The bytes of the file. */
  byte[] bytes() {
    List<String> lines = new ArrayList<>();
    lines.add(FIRST);
    lines.add("labels " + Options.escape(labels));
    lines.add("fingerprint " + fingerprint);
    lines.add("targets " + (real ? "real" : "classes"));
    columns.forEach(column -> lines.add("column " + Options.escape(column)));
    classes.forEach(name -> lines.add("class " + Options.escape(name)));
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Refuses other labels than those that were written: their classes may be numbered otherwise. */
  void checkLabels(Path values, Path given) {
    if (!labels.equals(String.valueOf(given.getFileName()))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s was written with the labels %s, not %s; give those, or delete %s if they are from"
                  + " elsewhere",
              values,
              labels,
              given,
              of(values)));
    }
  }

  /** Refuses files of which only some were replaced since this was written. */
  void check(Path values, String found) {
    if (!found.equals(fingerprint)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s and %s do not belong together: %s was written for %s, they are %s; write them"
                  + " again, or delete the schema if they are from elsewhere",
              values,
              labels,
              of(values),
              fingerprint,
              found));
    }
  }
}
