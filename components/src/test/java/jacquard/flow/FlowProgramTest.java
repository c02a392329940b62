package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.experiment.Experiment;
import jacquard.program.Format;
import jacquard.program.Position;
import jacquard.vm.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The training of a flow as a program. */
class FlowProgramTest {
  private static final Batch ROWS = Flows.rows(1, 120);

  private static Experiment experiment(Flow flow, int size) {
    Training training = new Training(flow, new Chunks(ROWS, size));
    return new Experiment()
        .types(Flows.TYPES)
        .component("training", training)
        .program("main", training.program());
  }

  private static Flow flow(Experiment experiment) {
    return experiment.component("training", Training.class).flow();
  }

  private static Flow small() {
    return new Flow(new PcaNode(4), new Flows.Phases(true, false), new SfaNode(2));
  }

  @Example
  void itPrintsAsATreeOfNodesPhasesAndChunks() {
    assertEquals(
        """
        seq
          PcaNode-0: repeat 1 (phase)
            repeat 3 (chunk)
              call training.learn
            call training.stopTraining
          Phases-1: repeat 2 (phase)
            repeat 3 (chunk)
              call training.learn
            call training.stopTraining
          SfaNode-2: repeat 1 (phase)
            repeat 3 (chunk)
              call training.learn
            call training.stopTraining
        """,
        experiment(small(), 50).program("main").print(Format.PLAIN));
  }

  @Example
  void itStopsInTheMiddleOfAPhaseAndSaysWhere() {
    Experiment experiment = experiment(small(), 50);
    Vm run = experiment.start("main");
    while (experiment.component("training", Training.class).node() < 1) {
      run.run(1);
    }
    run.run(7);
    assertEquals(
        "Phases-1, phase 1 of 2, chunk 2 of 3",
        Position.of(run).words().replaceAll(", next.*", ""));
  }

  @Example
  void itIsTheSameAsTheFlowTrainedAlone() {
    Flow alone = Flows.mixed();
    alone.train(new Chunks(ROWS, 40));
    for (boolean optimized : new boolean[] {false, true}) {
      Experiment experiment = experiment(Flows.mixed(), 40).optimize(optimized);
      experiment.start("main").run();
      assertEquals(Flows.fingerprint(alone), Flows.fingerprint(flow(experiment)));
    }
  }

  /** Saved before every step, with jobs under way, and gone on with elsewhere. */
  @Example
  void resumedAtAnyJobBoundaryItComesToTheSameBits() {
    Flow alone = small();
    alone.train(new Chunks(ROWS, 30));
    try (Workers workers = Workers.threads(2, Flows.TYPES)) {
      Experiment running = experiment(small(), 30);
      running.component("training", Training.class).on(workers);
      Vm run = running.start("main");
      List<Long> steps = new ArrayList<>();
      while (!run.isDone()) {
        Experiment resumed = Experiment.restore(running.checkpoint(), Map.of(), Flows.TYPES);
        if (steps.size() % 2 == 0) {
          resumed.component("training", Training.class).on(workers);
        }
        resumed.run("main").run();
        assertEquals(
            Flows.fingerprint(alone), Flows.fingerprint(flow(resumed)), "step " + run.steps());
        steps.add(run.steps());
        run.run(1);
      }
      assertTrue(steps.size() > 20);
      assertEquals(Flows.fingerprint(alone), Flows.fingerprint(flow(running)));
    }
  }

  @Property(tries = 20)
  void anyFlowSavedAnywhereGoesOnToTheSameBits(@ForAll long seed, @ForAll int where) {
    int size = 30 + (int) Math.floorMod(seed, 60L);
    Flow alone = Flows.mixed();
    alone.train(new Chunks(ROWS, size));
    Experiment first = experiment(Flows.mixed(), size);
    Vm run = first.start("main");
    run.run(Math.floorMod(where, 60));
    Experiment second = Experiment.restore(first.checkpoint(), Map.of(), Flows.TYPES);
    second.run("main").run();
    assertEquals(Flows.fingerprint(alone), Flows.fingerprint(flow(second)));
  }

  @Example
  void aHookSeesEveryPhaseEnd() {
    Experiment experiment = experiment(small(), 60);
    List<Integer> seen = new ArrayList<>();
    Training training = experiment.component("training", Training.class);
    experiment.rewrite(
        "main", p -> p.find("training.stopTraining").after(() -> seen.add(training.node())));
    experiment.start("main").run();
    assertEquals(List.of(1, 1, 2, 3), seen);
  }

  @Example
  void aProgramIsMadeOfAKnownNumberOfChunksBeforeThePhaseBegins() {
    Training training = new Training(small(), () -> List.<Examples>of(ROWS).iterator());
    assertThrows(FlowException.class, training::program);
    Training begun = new Training(small(), List.of(ROWS, ROWS));
    begun.step();
    assertThrows(FlowException.class, begun::program);
  }

  @Example
  void otherChunksThanBeforeAreToldOf() {
    Training training = new Training(small(), new Chunks(ROWS, 60));
    training.step();
    training.step();
    Training other = Flows.copy(training);
    assertEquals(2, other.joined());
    other.step();
    assertEquals(1, other.node());
  }
}
