package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.choose;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.laws.Laws;
import jacquard.laws.Spec;
import jacquard.laws.SpecFunctions;
import jacquard.laws.Specs;
import jacquard.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The laws over generators and routines that users write. */
class GeneratorLawsTest {
  private static final long LIMIT = 200;

  /** Two loops, one within the other. */
  static final class Pairs extends Frame {
    int i;
    int j;
    int phase;
    List<Object> given = List.of();
  }

  /** Yields pairs, asks its children in between and remembers what they gave. */
  static final class PairGenerator extends Generator<Pairs> {
    private final int rows;
    private final int columns;

    PairGenerator(int rows, int columns) {
      this.rows = rows;
      this.columns = columns;
    }

    @Override
    public Pairs start() {
      return new Pairs();
    }

    @Override
    protected void generate(Pairs f, Task self) {
      while (f.i < rows) {
        while (f.j < columns) {
          if (f.phase == 0) {
            self.yield(f.i * columns + f.j + f.given.size());
            f.phase = 1;
          }
          while (f.phase <= self.size()) {
            Args reply = self.call(f.phase - 1, Args.of((long) f.phase));
            List<Object> given = new ArrayList<>(f.given);
            given.addAll(reply.values());
            f.given = List.copyOf(given.subList(0, Math.min(20, given.size())));
            f.phase++;
          }
          f.phase = 0;
          f.j++;
        }
        f.j = 0;
        f.i++;
      }
    }
  }

  /** A routine that counts its entries' values down, calling its child each time. */
  static final class Countdown extends Routine<Pairs> {
    @Override
    public Pairs start() {
      return new Pairs();
    }

    @Override
    public Args run(Pairs f, Task self) {
      while (f.i < 5) {
        f.args = self.call(0, f.args);
        f.i++;
      }
      return Args.of(f.i).with("last", f.args.size());
    }

    @Override
    public String word() {
      return "countdown";
    }
  }

  @Provide
  Arbitrary<Spec> programs() {
    return Specs.programs();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void generatorsAnywhereObeyTheLaws(
      @ForAll @IntRange(min = 0, max = 4) int rows,
      @ForAll @IntRange(min = 0, max = 3) int columns,
      @ForAll @IntRange(min = 0, max = 4) int place,
      @ForAll("programs") Spec first,
      @ForAll("programs") Spec second) {
    Laws.check(
        () -> {
          SpecFunctions functions = new SpecFunctions();
          Node generator =
              generate(
                  new PairGenerator(rows, columns), first.node(functions), second.node(functions));
          return Program.of(placed(place, generator, functions));
        },
        Args.EMPTY,
        LIMIT);
  }

  private static Node placed(int place, Node generator, SpecFunctions functions) {
    return switch (place) {
      case 0 -> repeat(9, generator);
      case 1 -> buffer(3, generator);
      case 2 -> weave(loop(generator, functions.call("next")), repeat(9, seq()));
      case 3 -> loop(choose(functions.call("cyc:2"), generator, seq(generator)));
      default -> repeat(2, weave(generator, weave(loop(seq()))), generator);
    };
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void routinesObeyTheLaws(@ForAll("programs") Spec child, @ForAll boolean woven) {
    Laws.check(
        () -> {
          Node counts = generate(new Countdown(), child.node(new SpecFunctions()));
          return Program.of(woven ? weave(seq(counts), loop(seq())) : seq(counts, seq()));
        },
        Args.of(1L),
        LIMIT);
  }

  private static AssertionError broken(Supplier<Written<?>> generator, int yields) {
    return assertThrows(
        AssertionError.class,
        () ->
            Laws.check(
                () ->
                    Program.of(
                        seq(
                            repeat(yields, generate(generator.get())),
                            call("end", (Args a) -> a.size()))),
                Args.EMPTY,
                LIMIT));
  }

  @Test
  void theLawsFindACounterOutsideTheFrameThatNothingShows() {
    AssertionError error =
        broken(
            () ->
                Written.body(
                    (f, self) -> {
                      for (int i = 0; i < 3; i++) {
                        self.yield("tick");
                      }
                    }),
            4);
    assertTrue(
        String.valueOf(error.getMessage()).startsWith("dropping the continuations changed the run"),
        error::getMessage);
  }

  /** A list that is changed in place. */
  static final class Growing extends Frame {
    List<Object> list = new ArrayList<>();
  }

  @Test
  void theLawsFindAListThatIsChangedInPlaceBeforeTheYield() {
    AssertionError error =
        broken(
            () ->
                new Written<>(
                    Growing::new,
                    (f, self) -> {
                      while (true) {
                        f.list.add("x");
                        self.yield(f.list.size());
                      }
                    }),
            3);
    assertTrue(
        String.valueOf(error.getMessage()).contains("it had sent (1) but now came with (2)"),
        error::getMessage);
  }

  @Test
  void theLawsFindWhatDependsOnTheThread() {
    ThreadLocal<Integer> local = ThreadLocal.withInitial(() -> 0);
    AssertionError error =
        broken(
            () ->
                Written.body(
                    (f, self) -> {
                      local.remove();
                      while (true) {
                        self.yield(local.get());
                        local.set(local.get() + 1);
                      }
                    }),
            4);
    assertTrue(String.valueOf(error.getMessage()).contains("changed the run"), error::getMessage);
  }
}
