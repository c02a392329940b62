package jacquard.checkpoint;

import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Experiment;
import jacquard.vm.Frame;
import jacquard.vm.Generator;
import jacquard.vm.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What is too large to be read is refused when it is written, early and with its place. */
class LimitsTest {
  private static String refusal(Structure structure, Object value) {
    Encoder values = new Encoder(structure, Types.with(), false);
    return String.valueOf(
        assertThrows(CheckpointException.class, () -> values.token(value, "it")).getMessage());
  }

  @Example
  void longTextsAndManyNumbersAreRefusedWhereTheyAre() {
    List<Object> numbers = new ArrayList<>(Collections.nCopies(10_000, 0.5));
    String said = refusal(new Structure(100_000), List.of(1, numbers));
    assertTrue(said.matches("it\\[1\\]\\[\\d+\\] is too large: .*more than 100,000 bytes.*"), said);
    said = refusal(new Structure(1000), List.of("x", "y".repeat(2000)));
    assertTrue(said.startsWith("it[1] is too large"), said);
    assertEquals(1 << 30, new Structure().limit());
  }

  @Example
  void whatIsEstimatedTooLowIsRefusedBeforeItIsWritten() {
    Structure structure = new Structure(300);
    new Encoder(structure, Types.with(), false).token(List.of(1, 2, 3, 4, 5, 6, 7, 8), "it");
    assertTrue(structure.grow(0));
    for (int i = 0; i < 9; i++) {
      structure.add("nodes").putAll(Map.of("construct", "seq", "name", "a name of some length"));
    }
    assertThrows(CheckpointException.class, () -> StructureText.write(structure));
  }

  @Property(tries = 30)
  void whatIsWrittenWithinTheLimitIsRead(@ForAll @IntRange(min = 0, max = 300) int length) {
    Structure structure = new Structure(2000);
    String text = "\n".repeat(length);
    new Encoder(structure, Types.with(), false).token(Collections.nCopies(4, text), "it");
    try {
      byte[] written = StructureText.write(structure);
      assertTrue(written.length <= 2000);
      assertEquals(structure, StructureText.read(written));
    } catch (CheckpointException e) {
      assertTrue(length > 200, () -> length + " characters were refused: " + e);
    }
  }

  @Property(tries = 20)
  void arraysOfAnyLengthAroundAChunkAreRead(@ForAll @IntRange(min = -3, max = 3) int more) {
    byte[] bytes = new byte[(1 << 20) + more];
    bytes[bytes.length - 1] = 7;
    Payload payload = new Payload();
    assertArrayEquals(bytes, (byte[]) payload.decode(payload.encode(bytes)));
  }

  /** Yields a chain and keeps a longer one that ends in it. */
  static final class Chains extends Generator<Chains.Locals> {
    /** The locals. */
    static final class Locals extends Frame {
      Object deeper = 1;
      Object deep = chain(1, 300);
    }

    private static Object chain(Object end, int links) {
      Object chain = end;
      for (int i = 0; i < links; i++) {
        chain = new ArrayList<>(Collections.singletonList(chain));
      }
      return chain;
    }

    @Override
    public Locals start() {
      return new Locals();
    }

    @Override
    protected void generate(Locals f, Task self) {
      f.deeper = chain(f.deep, 300);
      self.yield(f.deep);
    }
  }

  /** The pending jump is saved before the frames, and so it must be loaded before them. */
  @Example
  void whatIsSharedByDeepChainsIsNoDeeperWhenItIsRead() {
    Experiment experiment =
        new Experiment().types(Chains.class).program("main", loop(generate(new Chains())));
    experiment.start("main").runHere(2);
    Experiment.restore(experiment.checkpoint(), Map.of(), Chains.class);
    Object tooDeep = Chains.chain(1, 501);
    assertThrows(CheckpointException.class, () -> new Payload().encode(tooDeep));
  }
}
