package jacquard.report;

import java.nio.file.Path;
import java.time.Instant;
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
 * @param saved how many steps the newest checkpoint has; -1 if none was written yet
 * @param position where it stands, in words
 * @param done which part of it is done, from 0 to 1, as far as that is known
 * @param seconds the time its sessions took together
 * @param started when the first session began
 * @param updated when this was written
 * @param error why it failed or is not saved, a line or two; null if nothing is wrong
 * @param sessions the turns that processes took at it, the first one first
 */
public record RunState(
    Status status,
    long steps,
    long saved,
    String position,
    double done,
    double seconds,
    Instant started,
    Instant updated,
    @Nullable String error,
    List<Turn> sessions) {
  /** What to do with a damaged file. */
  static final String ADVICE =
      "checkpoints and metrics do not need it: move it away and resume the"
          + " run, which writes it again";

  /** What a run does. */
  public enum Status {
    /** A process takes its steps. */
    RUNNING,
    /** It was stopped and saved, and can be resumed. */
    PAUSED,
    /** Its program has ended, and its end is saved. */
    FINISHED,
    /**
     * A step failed, or its last state could not be saved; it can be resumed from its checkpoints.
     */
    FAILED,
    /**
     * Its process ended without saving it, as by kill -9; it can be resumed from its checkpoints.
     */
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

    static Turn of(JsonFields turn) {
      Map<String, String> environment = new LinkedHashMap<>();
      JsonFields all = turn.object("environment");
      all.names().forEach(name -> environment.put(name, all.text(name)));
      return new Turn(
          turn.whole("from"),
          turn.whole("to"),
          turn.time("began"),
          turn.isNull("ended") ? null : turn.time("ended"),
          environment);
    }
  }

  /** A state whose sessions nobody changes. */
  public RunState {
    sessions = List.copyOf(sessions);
  }

  RunState interrupted() {
    return new RunState(
        Status.INTERRUPTED,
        steps,
        saved,
        position,
        done,
        seconds,
        started,
        updated,
        error,
        sessions);
  }

  /** The state as an object of JSON. */
  public Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("state", status.word());
    map.put("steps", steps);
    map.put("saved", saved < 0 ? null : saved);
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
    JsonFields state = JsonFields.of(map);
    try {
      return new RunState(
          status(state.text("state")),
          state.whole("steps"),
          saved(state),
          state.text("position"),
          state.number("done"),
          state.number("seconds"),
          state.time("started"),
          state.time("updated"),
          state.isNull("error") ? null : state.text("error"),
          sessions(state));
    } catch (IllegalArgumentException e) {
      throw RunFile.damaged(file, String.valueOf(e.getMessage()), ADVICE, e);
    }
  }

  private static Status status(String word) {
    for (Status each : Status.values()) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    throw new IllegalArgumentException("state is " + word + ", which is none");
  }

  /** Earlier versions did not note it: what they had completed they had mostly saved. */
  private static long saved(JsonFields state) {
    if (!state.names().contains("saved")) {
      return state.whole("steps") == 0 ? -1 : state.whole("steps");
    }
    return state.isNull("saved") ? -1 : state.whole("saved");
  }

  private static List<Turn> sessions(JsonFields state) {
    List<Turn> sessions = state.objects("sessions").stream().map(Turn::of).toList();
    if (sessions.isEmpty()) {
      throw new IllegalArgumentException("sessions is empty");
    }
    return sessions;
  }
}
