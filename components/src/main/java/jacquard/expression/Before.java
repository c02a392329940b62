package jacquard.expression;

import jacquard.kernels.Floats;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What updates read, as it was before the first of them writes.
 *
 * <p>A value that lies in the memory of something that is changed, because it is a shared value or
 * a window on one, is copied. All others have memory of their own.
 */
final class Before {
  private final Kernels kernels;
  private final List<Shared> changed;
  private final int[] read;
  private final Map<Integer, Room> rooms = new HashMap<>();

  Before(Kernels kernels, List<Shared> changed, List<Step> updates) {
    this.kernels = kernels;
    this.changed = changed;
    this.read =
        updates.stream()
            .flatMapToInt(step -> java.util.Arrays.stream(step.arguments()))
            .distinct()
            .toArray();
  }

  /** Copies what is about to change. */
  void keep(Cell[] cells) {
    Set<Floats> memory = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Shared each : changed) {
      Matrix m = each.resident(kernels);
      if (m != null) {
        memory.add(m.data());
      }
    }
    for (int place : read) {
      if (cells[place].liesIn(memory)) {
        Matrix live = cells[place].matrix(kernels);
        Matrix copy =
            rooms.computeIfAbsent(place, key -> new Room(kernels)).matrix(live.rows(), live.cols());
        kernels.write(copy, kernels.read(live));
        cells[place] = Cell.of(copy);
      }
    }
  }
}
