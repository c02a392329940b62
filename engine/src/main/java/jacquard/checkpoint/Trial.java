package jacquard.checkpoint;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The loading of an experiment that is about to be saved, into fresh objects with arrays of their
 * own, and the comparison of both: what was saved must come back, and nothing be left out.
 *
 * <p>Data that are saved by reference are not had again from their source: the fresh objects refer
 * to those at hand.
 */
final class Trial {
  private static final String ADVICE =
      "; in state(), give each field to s.value and assign what it gives back";

  /**
   * Objects first: where one is more or fewer, all that refers to a later one has another number.
   */
  private static final List<String> IN_ORDER = List.of("objects", "programs", "nodes", "frames");

  private final Structure saved;
  private final Encoder first;
  private final Decoder values;
  private final Structure again = new Structure();
  private final Encoder second;
  private final List<String> problems = new ArrayList<>();

  private Trial(Structure saved, Encoder first, Types types, boolean embeds) {
    this.saved = saved;
    this.first = first;
    this.second = new Encoder(again, types, embeds);
    List<Object> arrays = first.arrays().stream().map(Arrays::copy).toList();
    this.values = new Decoder(saved, types, arrays, attached(first));
  }

  /**
   * What would be lost or could not be loaded, a sentence each; empty if nothing.
   *
   * @param saved the encoded experiment
   * @param first what encoded it
   */
  static List<String> of(Checkpoint.Image image, Types types, Structure saved, Encoder first) {
    Trial trial = new Trial(saved, first, types, image.embedsData());
    if (trial.comesBack(image, types)) {
      trial.compare();
      trial.lookForForgotten();
    }
    return trial.problems;
  }

  /** The data at hand, by fingerprint. */
  private static Map<String, Object> attached(Encoder values) {
    Map<String, Object> attached = new LinkedHashMap<>();
    values.forEachObject(
        (object, row) -> {
          if (row.containsKey("_source")) {
            attached.put(((ByReference) object).fingerprint(), object);
          }
        });
    return attached;
  }

  private boolean comesBack(Checkpoint.Image image, Types types) {
    try {
      Checkpoint.Image fresh = ImageCodec.decode(saved, types, values);
      ImageCodec.encode(
          new Checkpoint.Image(
              fresh.components(), fresh.programs(), fresh.runs(), image.embedsData()),
          again,
          second);
      return true;
    } catch (VirtualMachineError e) {
      if (!(e instanceof StackOverflowError)) {
        throw e;
      }
      problems.add(lost(e.toString()));
    } catch (Throwable t) {
      problems.add(lost(reason(t)));
    }
    return false;
  }

  /** What was said, and what the component's own code threw, if that is not part of it. */
  private static String reason(Throwable t) {
    String said = t instanceof CheckpointException ? String.valueOf(t.getMessage()) : t.toString();
    Throwable cause = t.getCause();
    while (cause instanceof InvocationTargetException) {
      cause = cause.getCause();
    }
    boolean isMore = cause != null && !said.contains(String.valueOf(cause.getMessage()));
    return isMore ? said + " (" + cause + ")" : said;
  }

  private String lost(String why) {
    String place = values.failed() < 0 ? "the experiment" : first.place(values.failed()).toString();
    return place + " could be saved, but not loaded: " + why;
  }

  private void compare() {
    for (String table : IN_ORDER) {
      List<Map<String, String>> before = saved.table(table);
      List<Map<String, String>> after = again.table(table);
      for (int i = 0; i < before.size() && problems.isEmpty(); i++) {
        Map<String, String> row = i < after.size() ? after.get(i) : Map.of();
        if (!before.get(i).equals(row)) {
          problems.add(difference(table, i, before.get(i), row));
        }
      }
      if (problems.isEmpty() && before.size() != after.size()) {
        problems.add("more would come back than was saved, in the table of " + table + ADVICE);
      }
    }
    for (int i = 0; i < first.arrays().size() && problems.isEmpty(); i++) {
      if (!Arrays.equal(first.arrays().get(i), second.arrays().get(i))) {
        problems.add(first.arrayPlace(i) + " comes back with other elements after loading");
      }
    }
  }

  private String difference(
      String table, int index, Map<String, String> before, Map<String, String> after) {
    String column =
        before.keySet().stream()
            .filter(c -> !String.valueOf(before.get(c)).equals(after.get(c)))
            .findFirst()
            .orElse("");
    return String.format(
        Locale.ROOT,
        "%s would be another after loading (%s, but was %s)%s",
        place(table, index, before, column),
        shown(again, after.get(column)),
        shown(saved, before.get(column)),
        ADVICE);
  }

  private String place(String table, int index, Map<String, String> row, String column) {
    if (table.equals("objects")) {
      boolean isElement = column.matches("_\\d+");
      Place place = first.place(index);
      return (isElement
              ? place.at(Integer.parseInt(column.substring(1)))
              : column.startsWith("_") || column.isEmpty() ? place : place.then("." + column))
          .toString();
    }
    return switch (table) {
      case "frames" -> row.get("_program") + " " + row.get("_task") + ": " + column;
      case "programs" -> "the program " + row.get("name") + ": " + column;
      default -> "the program's " + row.get("construct") + ": " + column;
    };
  }

  /** A token as a person reads it. */
  private static String shown(Structure structure, @Nullable String token) {
    if (token == null) {
      return "nothing";
    }
    List<Map<String, String>> rows = structure.table("objects");
    if (Token.is('o', token)) {
      String number = token.substring(2);
      return "object " + number + ", a " + rows.get(Integer.parseInt(number)).get("_type");
    }
    return Token.is('a', token) ? "array " + token.substring(2) : token;
  }

  private void lookForForgotten() {
    Set<String> said = new HashSet<>();
    first.forEachNumberedObject(
        (row, object) -> {
          Object loaded = values.loaded(row);
          boolean isSame = loaded == object; // data by reference
          if (object instanceof Stateful before && loaded instanceof Stateful after && !isSame) {
            for (String sentence : Forgotten.in(before, after)) {
              if (said.add(sentence)) {
                problems.add(first.place(row) + ": " + sentence);
              }
            }
          }
        });
  }
}
