package jacquard.program;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.choose;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.vm.Node;
import jacquard.vm.Written;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The text form of programs, to the letter. */
class PrintTest {
  /** Stands for data and a layer. */
  static final class Layer {
    int next() {
      return 1;
    }

    int testSize() {
      return 2;
    }

    void cd1Update(Object x) {}

    boolean better(Object x) {
      return x != this;
    }
  }

  private final Layer kf = new Layer();
  private final Layer layer1 = new Layer();

  private Program program() {
    Node train = repeat(1000, call(kf::next), call(layer1::cd1Update)).named("train");
    return Program.of(
            repeat(
                    10,
                    weave(train, loop(call("report", () -> {}))),
                    buffer(kf::testSize, call(kf::next)),
                    choose(call(layer1::better), seq(), generate(new Reads())),
                    buffer(3, seq(call(kf::next))))
                .counting("fold"))
        .naming("kf", kf)
        .naming("layer1", layer1);
  }

  /** A generator with a name. */
  static final class Reads extends jacquard.vm.Generator<Written.Empty> {
    @Override
    public Written.Empty start() {
      return new Written.Empty();
    }

    @Override
    protected void generate(Written.Empty frame, jacquard.vm.Task self) {
      self.yield(1);
    }
  }

  @Test
  void aProgramIsPrintedOneNodeALine() {
    assertEquals(
        """
        /       repeat 10 (fold)             80,261 or more steps
        /0        weave                               8,003 steps
        /0/0        train: repeat 1000                4,001 steps
        /0/0/0        call kf.next                         1 step
        /0/0/1        call layer1.cd1Update                1 step
        /0/1        loop                                  endless
        /0/1/0        call report                          1 step
        /1        buffer kf.testSize              1 or more steps
        /1/0        call kf.next                           1 step
        /2        choose                          5 or more steps
        /2/0        call layer1.better                     1 step
        /2/1        seq                                    1 step
        /2/2        generate Reads                1 or more steps
        /3        buffer 3                               13 steps
        /3/0        seq                                   3 steps
        /3/0/0        call kf.next                         1 step
        """,
        program().print());
  }

  @Test
  void componentsWithoutANameAreCalledByTheirClass() {
    assertEquals(
        "/   seq                3 steps\n/0    call Layer.next   1 step\n",
        Program.of(seq(call(kf::next))).print());
    assertEquals("/  seq  1 step\n", Program.of(seq()).toString());
  }

  @Test
  void thePrintDoesNotDependOnTheLocale() {
    String text = program().print();
    Locale before = Locale.getDefault();
    try {
      for (String tag : new String[] {"de", "ar-EG", "hi-IN-u-nu-deva"}) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertEquals(text, program().print());
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void namesWithSignsOfAFormatArePrintedAsTheyAre() {
    String page = Program.of(seq(call("100%s %n", () -> 1))).print();
    assertTrue(page.contains("call 100%s %n "), page);
  }

  @Test
  void veryDeepProgramsAreIndentedOnlySoFar() {
    Node node = call(kf::next);
    for (int i = 0; i < 500; i++) {
      node = seq(node);
    }
    String page = Program.of(node).print();
    assertEquals(501, page.lines().count());
    assertTrue(page.lines().allMatch(line -> line.length() < 300), page);
  }
}
