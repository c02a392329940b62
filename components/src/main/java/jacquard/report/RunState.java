package jacquard.report;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, at most a second ago if it is running.
 *
 * @param status what it does
 * @param steps how many steps were completed
 * @param position where it stands, in words
 * @param done which part of it is done, from 0 to 1, as far as that is known
 * @param seconds the time its sessions took together
 * @param started when the first session began
 * @param updated when this was written
 * @param error why it failed, a line or two; null if it did not
 * @param sessions the turns that processes took at it, the first one first
 */
public record RunState(
    Status status,
    long steps,
    String position,
    double done,
    double seconds,
    Instant started,
    Instant updated,
    @Nullable String error,
    List<Turn> sessions) {
  /** What a run does. */
  public enum Status {
    /** A process takes its steps. */
    RUNNING,
    /** It was stopped, and can be resumed. */
    PAUSED,
    /** Its program has ended. */
    FINISHED,
    /** A step failed; what was before it is saved. */
    FAILED,
    /** Its process ended without a word, as by kill -9; it can be resumed from its checkpoints. */
    INTERRUPTED;

    /** The word in files and for people. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One process's turn at a run.
   *
   * @param from how many steps were completed when it began
   * @param to how many were when it ended, or lately
   * @param began when
   * @param ended when; null while it lasts, and if it was killed
   * @param environment versions of Jacquard, Java, the system and drivers, and what it computed
   *     with
   */
  public record Turn(
      long from, long to, Instant began, @Nullable Instant ended, Map<String, String> environment) {
    Map<String, @Nullable Object> asMap() {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("from", from);
      map.put("to", to);
      map.put("began", began.toString());
      map.put("ended", ended == null ? null : ended.toString());
      map.put("environment", environment);
      return map;
    }

    static Turn of(Map<String, Object> map) {
      Map<String, String> environment = new LinkedHashMap<>();
      object(map, "environment").forEach((name, value) -> environment.put(name, value.toString()));
      return new Turn(
          number(map, "from").longValue(),
          number(map, "to").longValue(),
          Instant.parse(text(map, "began")),
          map.get("ended") == null ? null : Instant.parse(text(map, "ended")),
          environment);
    }
  }

  /** A state whose sessions nobody changes. */
  public RunState {
    sessions = List.copyOf(sessions);
  }

  RunState interrupted() {
    return new RunState(
        Status.INTERRUPTED, steps, position, done, seconds, started, updated, error, sessions);
  }

  /** The state as an object of JSON. */
  public Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("state", status.word());
    map.put("steps", steps);
    map.put("position", position);
    map.put("done", done);
    map.put("seconds", seconds);
    map.put("started", started.toString());
    map.put("updated", updated.toString());
    map.put("error", error);
    map.put("sessions", sessions.stream().map(Turn::asMap).toList());
    return map;
  }

  static RunState of(Path file, Map<String, Object> map) {
    try {
      List<Turn> sessions = new ArrayList<>();
      if (map.get("sessions") instanceof List<?> list) {
        list.forEach(each -> sessions.add(Turn.of(object(each, "session"))));
      }
      return new RunState(
          Status.valueOf(text(map, "state").toUpperCase(Locale.ROOT)),
          number(map, "steps").longValue(),
          text(map, "position"),
          number(map, "done").doubleValue(),
          number(map, "seconds").doubleValue(),
          Instant.parse(text(map, "started")),
          Instant.parse(text(map, "updated")),
          map.get("error") == null ? null : text(map, "error"),
          sessions);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new RunException(file + " is not whole: " + e.getMessage(), e);
    }
  }

  static String text(Map<String, Object> map, String name) {
    if (!(map.get(name) instanceof String text)) {
      throw new IllegalArgumentException(name + " is no text");
    }
    return text;
  }

  static Number number(Map<String, Object> map, String name) {
    if (!(map.get(name) instanceof Number number)) {
      throw new IllegalArgumentException(name + " is no number");
    }
    return number;
  }

  static Map<String, Object> object(Map<String, Object> map, String name) {
    return object(map.get(name), name);
  }

  private static Map<String, Object> object(@Nullable Object value, String name) {
    if (!(value instanceof Map<?, ?> object)) {
      throw new IllegalArgumentException(name + " is no object");
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    object.forEach((key, each) -> copy.put(String.valueOf(key), each));
    return copy;
  }
}
