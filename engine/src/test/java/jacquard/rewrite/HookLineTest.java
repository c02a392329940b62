package jacquard.rewrite;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Experiment;
import jacquard.program.Format;
import jacquard.program.HookLine;
import jacquard.program.Program;
import jacquard.vm.Observer;
import jacquard.vm.ProgramException;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks put in by a line of text, and what those that have names do. */
class HookLineTest {
  /** A learner whose weights grow, beyond all bounds in the end. */
  public static final class Learner implements Stateful {
    private float[] weights = {1, 2};

    @Override
    public void state(State s) {
      weights = s.value("weights", weights);
    }

    void update() {
      weights[1] *= 1e10f;
    }

    double norm() {
      return weights[1];
    }

    String name() {
      return "learner";
    }

    int rounded() {
      return Math.round(weights[1]);
    }

    double twice(int x) {
      return 2 * x;
    }
  }

  private final Learner learner = new Learner();
  private final List<String> printed = new ArrayList<>();

  private Experiment experiment(int rounds) {
    return new Experiment()
        .types(Learner.class)
        .component("learner", learner)
        .program("main", repeat(rounds, call(learner::update)).named("train"));
  }

  private static String hook(Experiment experiment, String line) {
    HookLine hook = HookLine.parse(line, experiment.components());
    return experiment.rewrite("main", hook::in).toString();
  }

  private Vm start(Experiment experiment) {
    Vm run = experiment.start("main");
    run.printTo(printed::add);
    return run;
  }

  @Test
  void printTellsWhereTheRunStandsAndValues() {
    Experiment experiment = experiment(3);
    assertEquals(
        "/0  call learner.update  ->  after.every(2): print(learner.norm, result , step)",
        hook(experiment, "after(learner.update).every(2): print(learner.norm, result , step)"));
    hook(experiment, " before ( train ) : print ");
    start(experiment).run();
    assertEquals(
        List.of("/", "train, round 2 of 3: learner.norm 2.00000e+20, result (), step 3"), printed);
    assertTrue(
        experiment
            .program("main")
            .print()
            .contains("[after.every(2): print(learner.norm, result , step)]"));
  }

  @Test
  void aRunWithNamedHooksIsSavedAndResumed() {
    Experiment experiment = experiment(3);
    hook(experiment, "after(learner.update): print(learner.norm)");
    hook(experiment, "after(learner.update).lenient: assert-finite(learner)");
    hook(experiment, "around(train): time");
    hook(experiment, "before(learner.update): checkpoint(x)");
    start(experiment).run(3);
    Experiment loaded = Experiment.restore(experiment.checkpoint(), Map.of(), Learner.class);
    assertEquals(
        experiment.program("main").print(), loaded.program("main").print(), "the same program");
    Vm run = loaded.run("main");
    run.printTo(printed::add);
    run.run();
    assertEquals(
        List.of(
            "train, round 1 of 3: learner.norm 2.00000e+10",
            "train, round 2 of 3: learner.norm 2.00000e+20",
            "train, round 3 of 3: learner.norm 2.00000e+30"),
        printed);
  }

  @Test
  void timeIsToldAtTheEnd() {
    Experiment experiment = experiment(2);
    hook(experiment, "around(train): time");
    start(experiment).run();
    assertEquals(1, printed.size());
    assertTrue(printed.get(0).matches("/: train: repeat 2 took \\d\\.\\d{6} s"), printed.get(0));
  }

  @Test
  void assertFiniteStopsTheRunWhereANumberIsNot() {
    Experiment experiment = experiment(9);
    hook(experiment, "after(call): assert-finite");
    Vm run = start(experiment);
    StepException e = assertThrows(StepException.class, run::run);
    assertTrue(
        String.valueOf(e.getMessage()).contains("threw learner.weights[1] is Infinity"),
        e.getMessage());
    assertEquals(7, run.steps());
  }

  @Test
  void checkpointAsksForOneAsASavePointDoes() {
    Experiment experiment = experiment(4);
    hook(experiment, "after(learner.update).every(2): checkpoint");
    hook(experiment, "before(train): checkpoint(begin)");
    Vm run = start(experiment);
    run.observe(
        new Observer() {
          @Override
          public void onSavePoint(String name) {
            printed.add(name + " " + run.steps());
          }
        });
    run.run();
    assertEquals(List.of("begin 0", "hook 3", "hook 7"), printed);
  }

  @Test
  void plotGoesOnInItsFileAndCutsWhatAnotherTryWrote(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("norm.csv");
    Experiment experiment = experiment(4);
    hook(experiment, "after(learner.update): plot(learner.norm, \"" + file + "\")");
    Vm run = start(experiment);
    run.run(4);
    var checkpoint = experiment.checkpoint();
    run.run();
    String whole = Files.readString(file);
    assertEquals("step,learner.norm", whole.lines().findFirst().orElseThrow());
    assertEquals(5, whole.lines().count());
    Experiment.restore(checkpoint, Map.of(), Learner.class).run("main").run();
    assertEquals(whole, Files.readString(file));
  }

  @Test
  void whatACallTakesAndGivesCanBePlotted(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("value.csv");
    for (String value : List.of("args", "result", "step")) {
      Experiment experiment =
          new Experiment()
              .types(Learner.class)
              .component("learner", learner)
              .program("main", seq(call(learner::rounded), call(learner::twice)));
      hook(experiment, "after(learner.twice): plot(" + value + ", \"" + file + "\")");
      start(experiment).run();
      String number = Map.of("args", "2", "result", "4.0", "step", "3").get(value);
      assertEquals("step," + value + "\n3," + number + "\n", Files.readString(file));
      Files.delete(file);
    }
  }

  @Test
  void whatCanNeverBePlottedIsRefusedWhenItIsPutIn() {
    assertWrong(
        "in a hook, column 20: plot draws numbers, but path is a text", "after(train): plot(path)");
    assertWrong(
        "in a hook, column 20: plot draws numbers, but learner.name is a String",
        "after(train): plot(learner.name)");
    assertWrong(
        "plot draws numbers, but result is there after a node only: write after(..)",
        "before(learner.update): plot(result)");
    assertWrong("plot draws numbers, but result is nothing", "after(learner.update): plot(result)");
    String text = "repeat 2\n  call learner.name  [after: plot(result)]\n";
    Experiment experiment = experiment(1);
    assertTrue(
        String.valueOf(
                assertThrows(
                        ProgramException.class, () -> Program.parse(text, experiment.components()))
                    .getMessage())
            .contains("result is a String"));
  }

  @Test
  void aComponentsMethodCanBeTold() {
    Experiment experiment = experiment(1);
    hook(experiment, "after(train): learner.update");
    hook(experiment, "before(train): learner.norm() as \"the norm\"");
    start(experiment).run();
    assertEquals(2e20, learner.norm(), 1e15);
    assertTrue(experiment.program("main").print().contains("[before: the norm]"));
  }

  @Test
  void settingsStandInAnyOrder() {
    Experiment experiment = experiment(1);
    hook(experiment, "after(train).lenient.every(2): print");
    assertTrue(experiment.program("main").print().contains("[after.every(2).lenient: print]"));
  }

  @Test
  void aLineMayBeLong() {
    String values = "print(" + "learner.norm, ".repeat(9) + "step)";
    Experiment experiment = experiment(1);
    hook(experiment, "after(train): " + values);
    assertTrue(experiment.program("main").print(Format.PLAIN).contains("[after: " + values + "]"));
  }

  private String wrong(String line) {
    Experiment experiment = experiment(1);
    return String.valueOf(
        assertThrows(ProgramException.class, () -> hook(experiment, line)).getMessage());
  }

  private void assertWrong(String expected, String line) {
    assertEquals(expected, wrong(line).lines().findFirst().orElseThrow());
  }

  @Test
  void whatIsWrongInALineIsMarked() {
    assertEquals(
        """
        in a hook, column 23: print, time, assert-finite, checkpoint or plot is expected
          after(learner.update): prnt(learner.norm)
                                ^
          for example: after(layer1.cd1Update).every(100): print(layer1.weightNorm)\
        """
            .replace("column 23", "column 24")
            .replace("    ^", "     ^"),
        wrong("after(learner.update): prnt(learner.norm)"));
    assertWrong(
        "in a hook, column 1: before(..), after(..) or around(..) is expected", "afte(x): print");
    assertWrong("in a hook, column 12: ')' is expected, but the text ends", "after(train");
    assertWrong("in a hook, column 13: ':' is expected, but the text ends", "after(train)");
    assertWrong(
        "in a hook, column 13: .every(N), .lenient or : is expected",
        "after(train).evry(2): print");
    assertWrong(
        "in a hook, column 20: a number from 1 on is expected", "after(train).every(0): time");
    assertWrong(
        "in a hook, column 15: time needs around(..), to see both ends", "after(train): time");
    assertWrong(
        "in a hook, column 21: there is no component lerner; did you mean learner?",
        "after(train): print(lerner.norm)");
    assertWrong(
        "in a hook, column 21: Learner has no method nrm() that gives a value; did you mean norm?",
        "after(train): print(learner.nrm)");
    assertWrong(
        "in a hook, column 21: \"norm\" is no value; a value is args, result, step, path or"
            + " component.method",
        "after(train): print(norm)");
    assertWrong("in a hook, column 20: nothing more is expected", "after(train): print, time");
    assertTrue(wrong("after(learner.updat): print").contains("near names are learner.update"));
  }
}
