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

import jacquard.vm.Expect;
import jacquard.vm.Node;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import jacquard.vm.Written;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a run stands, in words and as a fraction. */
class PositionTest {
  /** Stands for data, layers and printing. */
  static final class Data {
    int reads;

    int next() {
      return reads++;
    }

    void update(Object x) {}

    void report() {}

    void clear() {}
  }

  private final Data kf = new Data();
  private final Data layer1 = new Data();

  /** Three folds; in each a layer is trained for four rounds beside a report. */
  private Program kfold() {
    Node train =
        repeat(4, call(kf::next), call(layer1::update)).named("train_layer1").counting("round");
    Node test = buffer(2, call(kf::next)).named("test");
    Node woven = weave(train, loop(call(layer1::report)));
    Node folds = repeat(3, call(layer1::clear), woven, test, call(layer1::update));
    return Program.of(folds.named("kfold").counting("fold"))
        .naming("kf", kf)
        .naming("layer1", layer1);
  }

  private static String wordsAt(Program program, long steps) {
    Vm run = program.start();
    run.runHere(steps);
    return Position.of(run).words();
  }

  /** The first step at which each text is told, in order. */
  private static Map<String, Long> texts(Vm run) {
    Map<String, Long> texts = new LinkedHashMap<>();
    while (!run.isDone()) {
      texts.putIfAbsent(Position.of(run).words(), run.steps());
      run.runHere(1);
    }
    texts.putIfAbsent(Position.of(run).words(), run.steps());
    return texts;
  }

  @Test
  void aKFoldProgramTellsFoldStageAndRound() {
    Vm run = kfold().start();
    List<String> told = List.copyOf(texts(run).keySet());
    assertEquals(
        List.of(
            "at the start",
            "kfold, fold 1 of 3, next call layer1.clear",
            "kfold, fold 1 of 3",
            "kfold, fold 1 of 3, next weave",
            "kfold, fold 1 of 3, next train_layer1: repeat 4 (round)",
            "kfold, fold 1 of 3, train_layer1, round 1 of 4, next call kf.next",
            "kfold, fold 1 of 3, train_layer1, round 1 of 4",
            "kfold, fold 1 of 3, train_layer1, round 1 of 4, next call layer1.update",
            "kfold, fold 1 of 3, train_layer1, round 2 of 4, next call kf.next"),
        told.subList(0, 9));
    assertTrue(
        told.contains("kfold, fold 3 of 3, train_layer1, round 4 of 4, next call layer1.update"));
    assertTrue(told.contains("kfold, fold 2 of 3, test, buffer 2 of 2, next call kf.next"));
    assertEquals("at the end", told.getLast());
  }

  @Test
  void theFractionGrowsFromZeroToOne() {
    Vm run = kfold().start();
    double before = 0;
    assertEquals(0, Position.of(run).done());
    while (!run.isDone()) {
      double done = Position.of(run).done();
      assertTrue(0 <= done && done < 1, () -> done + " at " + Position.of(run).words());
      run.runHere(1);
      before = Math.max(before, done);
    }
    assertTrue(before > 0.7);
    assertEquals(1, Position.of(run).done());
  }

  @Test
  void theActiveTasksAreToldFromTheRoot() {
    Vm run = kfold().start();
    run.runHere(6);
    Position position = Position.of(run);
    assertEquals(List.of("/", "/1", "/1/0"), position.tasks().stream().map(Task::path).toList());
    Task next = position.next();
    assertEquals("/1/0/0", next == null ? "none" : next.path());
    Expect.thrown(UnsupportedOperationException.class, () -> position.tasks().clear());
  }

  @Test
  void aWeaveIsFollowedThroughItsFirstThread() {
    Node inner = weave(repeat(5, call(kf::next)).named("inner"), loop(call(kf::report)));
    Program program = Program.of(weave(seq(inner), loop(seq()))).naming("kf", kf);
    List<String> told = List.copyOf(texts(program.start()).keySet());
    assertTrue(told.contains("inner, round 3 of 5, next call kf.next"), told::toString);
    assertTrue(told.contains("inner, round 5 of 5"), told::toString);
  }

  @Test
  void endlessCountsHaveNoEnd() {
    Program program = Program.of(loop(call(kf::next)).counting("epoch"));
    assertEquals("epoch 3, next call Data.next", wordsAt(program, 5));
    Vm run = program.start();
    run.runHere(1000);
    assertEquals(0, Position.of(run).done());
  }

  @Test
  void choicesAndGeneratorsCountNothingButMayBeNamed() {
    Node generator =
        generate(
                Written.body(
                    (f, self) -> {
                      while (true) {
                        self.call(0, f.args());
                        self.yield(1);
                      }
                    }),
                call(kf::next))
            .named("reader");
    Node chooses = choose(call(kf::next), generator, generator).named("either");
    Program program = Program.of(seq(chooses).named("all")).naming("kf", kf);
    assertEquals("all, next either: choose", wordsAt(program, 1));
    assertEquals("all, either, next call kf.next", wordsAt(program, 2));
    assertEquals("all, either, reader", wordsAt(program, 6));
  }

  @Test
  void aCountOfItsOwnKindIsTheNodesWord() {
    assertEquals(
        "buffer 1 of 3, next call Data.next", wordsAt(Program.of(buffer(3, call(kf::next))), 1));
    assertEquals(
        "sample 2 of 3, next call Data.next",
        wordsAt(Program.of(buffer(3, call(kf::next)).counting("sample")), 3));
    Program supplied = Program.of(buffer(() -> 7, call(kf::next)));
    assertEquals("buffer 1 of 7, next call Data.next", wordsAt(supplied, 1));
  }

  @Test
  void whatHasNoNameAndNoCountIsToldByItsPath() {
    Program program = Program.of(seq(seq(call(kf::next)), seq()));
    assertEquals("next seq", wordsAt(program, 1));
    assertEquals("/0 (seq)", wordsAt(program, 3));
    assertEquals("/ (seq)", wordsAt(program, 4));
  }

  @Test
  void aFinishedRunStandsAtTheEnd() {
    Vm run = Program.of(seq()).start();
    assertEquals("at the start", Position.of(run).words());
    assertEquals("seq", String.valueOf(Position.of(run).next()).replaceAll(".*\\((.*)\\)", "$1"));
    run.run();
    assertEquals("at the end", Position.of(run).words());
    assertEquals(List.of(), Position.of(run).tasks());
  }
}
