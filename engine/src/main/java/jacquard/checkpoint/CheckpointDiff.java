package jacquard.checkpoint;

import jacquard.vm.Shown;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The comparison of two checkpoints: positions, locals and components, arrays by their norms. */
public final class CheckpointDiff {
  /** How many differences of one list are told. */
  private static final int MOST = 10;

  private final List<String> lines = new ArrayList<>();

  private CheckpointDiff() {}

  /** What differs, one line each; empty if nothing does. */
  public static List<String> of(Checkpoint a, Checkpoint b) {
    CheckpointDiff diff = new CheckpointDiff();
    for (String program : union(a.programs(), b.programs())) {
      diff.program(program, a, b);
    }
    for (String name : union(a.components().keySet(), b.components().keySet())) {
      diff.fields(name, component(a, name), component(b, name));
    }
    if (diff.lines.isEmpty() && !a.fingerprint().equals(b.fingerprint())) {
      diff.lines.add("the programs, or values the components do not name, differ");
    }
    return diff.lines;
  }

  private static Set<String> union(java.util.Collection<String> a, java.util.Collection<String> b) {
    Set<String> all = new LinkedHashSet<>(a);
    all.addAll(b);
    return all;
  }

  private void program(String program, Checkpoint a, Checkpoint b) {
    if (!a.programs().contains(program) || !b.programs().contains(program)) {
      lines.add("program " + program + " is only in one of them");
      return;
    }
    if (a.steps(program) != b.steps(program)) {
      lines.add(
          String.format(
              Locale.ROOT, "%s: steps %,d -> %,d", program, a.steps(program), b.steps(program)));
    }
    if (!a.jump(program).equals(b.jump(program))) {
      lines.add(program + ": jump " + a.jump(program) + " -> " + b.jump(program));
    }
    for (String path : union(a.frames(program), b.frames(program))) {
      fields(program + " " + path, frame(a, program, path), frame(b, program, path));
    }
  }

  private static @Nullable Map<String, @Nullable Object> frame(
      Checkpoint c, String program, String path) {
    return c.frames(program).contains(path) ? c.frame(program, path) : null;
  }

  private static @Nullable Map<String, @Nullable Object> component(Checkpoint c, String name) {
    return c.components().containsKey(name) ? c.component(name) : null;
  }

  private void fields(
      String owner,
      @Nullable Map<String, @Nullable Object> a,
      @Nullable Map<String, @Nullable Object> b) {
    if (a == null || b == null) {
      lines.add(owner + (a == null ? " is new" : " is gone"));
      return;
    }
    for (String name : union(a.keySet(), b.keySet())) {
      values(owner + "." + name, a.get(name), b.get(name));
    }
  }

  /** Goes into lists and maps, whose arrays would differ by being two objects. */
  private void values(String name, @Nullable Object x, @Nullable Object y) {
    if (x instanceof Map<?, ?> a && y instanceof Map<?, ?> b && a.keySet().equals(b.keySet())) {
      a.forEach((key, value) -> values(name + "." + key, value, b.get(key)));
    } else if (x instanceof List<?> a && y instanceof List<?> b && a.size() == b.size()) {
      elements(name, a, b);
    } else if (!Objects.deepEquals(x, y)) {
      lines.add(name + ": " + difference(x, y));
    }
  }

  private void elements(String name, List<?> a, List<?> b) {
    int before = lines.size();
    for (int i = 0; i < a.size(); i++) {
      values(name + "[" + i + "]", a.get(i), b.get(i));
    }
    int more = lines.size() - before - MOST;
    if (more > 0) {
      lines.subList(before + MOST, lines.size()).clear();
      lines.add(name + ": and " + more + " more differences");
    }
  }

  private static String difference(@Nullable Object x, @Nullable Object y) {
    if (x != null && y != null && isNumbers(x) && isNumbers(y)) {
      int length = Array.getLength(x);
      return length == Array.getLength(y)
          ? norms(x, y, length)
          : length + " values -> " + Array.getLength(y);
    }
    return shown(x) + " -> " + shown(y);
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "none" : Shown.value(value);
  }

  private static boolean isNumbers(Object array) {
    Class<?> type = array.getClass().getComponentType();
    return type != null && type.isPrimitive() && type != boolean.class && type != char.class;
  }

  private static String norms(Object x, Object y, int length) {
    double before = 0;
    double after = 0;
    double apart = 0;
    int changed = 0;
    for (int i = 0; i < length; i++) {
      double u = ((Number) Array.get(x, i)).doubleValue();
      double v = ((Number) Array.get(y, i)).doubleValue();
      before += u * u;
      after += v * v;
      apart += (u - v) * (u - v);
      changed += Double.compare(u, v) == 0 ? 0 : 1;
    }
    return String.format(
        Locale.ROOT,
        "norm %.6g -> %.6g, apart %.6g, %,d of %,d values changed",
        Math.sqrt(before),
        Math.sqrt(after),
        Math.sqrt(apart),
        changed,
        length);
  }
}
