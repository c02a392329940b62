package jacquard.checkpoint;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import jacquard.experiment.Experiment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Empty constants of the JDK are one object, which is no sharing; what is shared stays so. */
class SharedConstantsTest {
  @TempDir private Path directory = Path.of("");

  /** Holds what it is given, or copies of it. */
  static final class Holder implements Stateful {
    private boolean copies;
    private List<String> list = List.of();
    private Map<String, String> map = Map.of();
    private List<String> shared = new ArrayList<>();

    @Override
    public void state(State s) {
      copies = s.value("copies", copies);
      List<String> names = s.value("list", list);
      list = copies ? List.copyOf(names) : names;
      map = s.value("map", map);
      shared = s.value("shared", shared);
    }

    void turn() {}
  }

  @Test
  void bytesAreTheSameAfterLoading() {
    Holder first = new Holder();
    Holder second = new Holder();
    first.copies = true;
    second.shared = first.shared;
    Experiment experiment =
        new Experiment()
            .types(Holder.class)
            .component("first", first)
            .component("second", second)
            .program("main", repeat(3, call(first::turn)));
    experiment.start("main");
    Path file = directory.resolve("saved.jqd");
    experiment.checkpoint().write(file);
    Experiment loaded = Experiment.load(file, Holder.class);
    assertEquals(Checkpoint.read(file).fingerprint(), loaded.checkpoint().fingerprint());
    assertSame(
        loaded.component("first", Holder.class).shared,
        loaded.component("second", Holder.class).shared);
  }
}
