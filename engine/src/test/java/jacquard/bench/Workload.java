package jacquard.bench;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;

import jacquard.program.Cost;
import jacquard.program.Program;
import jacquard.vm.Node;
import java.util.Locale;
import java.util.stream.Stream;

/** A program that the greenlet peer runs too, in as many steps. */
public enum Workload {
  REPEAT_CALL(2_000_001),
  SEQ_CHAIN_8(1_800_001),
  WEAVE_2(1_000_003),
  WEAVE_10(1_000_011),
  WEAVE_100(1_000_101),
  WEAVE_1000(1_001_001),
  BUFFER_1000(1_002_001);

  /** The component whose values {@code buffer-1000} gathers. */
  public static final class Reader {
    private int position;

    /** The next of 1797 positions. */
    public int next() {
      position = (position + 1) % 1797;
      return position;
    }
  }

  private final long steps;

  Workload(long steps) {
    this.steps = steps;
  }

  /** The steps of one run, as the peer's file has them. */
  public long steps() {
    return steps;
  }

  /** The program, known to take the peer's number of steps. */
  public Program program() {
    Program program = Program.of(root());
    if (!program.cost().equals(new Cost(steps, steps))) {
      throw new AssertionError(this + " takes " + program.cost() + ", the peer takes " + steps);
    }
    return program;
  }

  private Node root() {
    return switch (this) {
      case REPEAT_CALL -> repeat(1_000_000, nothing());
      case SEQ_CHAIN_8 -> repeat(100_000, seqChain(8));
      case WEAVE_2 -> weaveOf(2, 250_000);
      case WEAVE_10 -> weaveOf(10, 50_000);
      case WEAVE_100 -> weaveOf(100, 5_000);
      case WEAVE_1000 -> weaveOf(1_000, 500);
      case BUFFER_1000 -> repeat(500, buffer(1_000, call(new Reader()::next)), nothing());
    };
  }

  /** A weave of so many threads, each of which repeats an empty call. */
  static Node weaveOf(int threads, long rounds) {
    return weave(Stream.generate(() -> repeat(rounds, nothing())).limit(threads).toList());
  }

  private static Node seqChain(int depth) {
    return depth == 0 ? nothing() : seq(seqChain(depth - 1));
  }

  private static Node nothing() {
    return call(Workload::doNothing);
  }

  static void doNothing() {}

  /** The peer's name for it, such as {@code weave-10}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
