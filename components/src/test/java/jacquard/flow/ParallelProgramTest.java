package jacquard.flow;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.parallel;
import static jacquard.program.Programs.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.checkpoint.Checkpoint;
import jacquard.data.Digits;
import jacquard.data.Minibatches;
import jacquard.experiment.Experiment;
import jacquard.kernels.Rates;
import jacquard.kernels.VectorKernels;
import jacquard.learn.Softmax;
import jacquard.vm.Node;
import jacquard.vm.Vm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Learners trained in parallel threads: by turns, by workers of every kind, stopped and resumed.
 */
class ParallelProgramTest {
  private static final int LEARNERS = 3;

  private static Experiment experiment() {
    Experiment experiment = new Experiment();
    List<Node> threads = new ArrayList<>();
    for (int i = 0; i < LEARNERS; i++) {
      Minibatches batches = Minibatches.shuffled(Digits.load().all(), 30, 1 + i);
      Softmax softmax =
          new Softmax(new VectorKernels(1), 64, 10, new Rates(0.001f * (i + 1), 0.9f, 0f));
      experiment.component("batches" + i, batches).component("softmax" + i, softmax);
      threads.add(repeat(60 + 20 * i, call(batches::next), call(softmax::update)));
    }
    return experiment.program("main", parallel(threads));
  }

  private static List<String> parameters(Experiment experiment) {
    List<String> all = new ArrayList<>();
    Checkpoint checkpoint = experiment.checkpoint();
    for (int i = 0; i < LEARNERS; i++) {
      for (String name : List.of("softmax", "batches")) {
        Map<String, ?> fields = checkpoint.component(name + i);
        fields.forEach(
            (field, value) -> all.add(field + Arrays.deepToString(new Object[] {value})));
      }
    }
    return all;
  }

  private static List<String> expected() {
    Experiment experiment = experiment();
    experiment.start("main").run();
    return parameters(experiment);
  }

  private static void sameWith(Workers workers, List<String> expected) {
    try (workers) {
      Experiment experiment = experiment().on(workers);
      experiment.start("main").run();
      assertEquals(expected, parameters(experiment));
    }
  }

  @Test
  void workersOfEveryKindComeToTheSameBits() {
    List<String> expected = expected();
    sameWith(Workers.local(), expected);
    sameWith(Workers.threads(2), expected);
    sameWith(Workers.processes(2), expected);
  }

  @Test
  void itIsStoppedSavedAndResumedAnywhereWithOtherWorkers(@TempDir Path directory) {
    List<String> expected = expected();
    Path file = directory.resolve("run.jqd");
    try (Workers workers = Workers.threads(2)) {
      Experiment experiment = experiment().on(workers);
      Vm run = experiment.start("main");
      while (!run.isDone()) {
        run.run(97);
        experiment.save(file);
        experiment = Experiment.load(file);
        if (run.steps() % 2 == 0) {
          experiment.on(workers);
        }
        run = experiment.run("main");
      }
      assertEquals(expected, parameters(experiment));
    }
  }
}
