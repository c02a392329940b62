package jacquard.datalearn;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.data.Minibatches;
import jacquard.experiment.Experiment;
import jacquard.expression.Value;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.laws.Laws;
import jacquard.learn.Backend;
import jacquard.vm.Args;
import java.util.Map;
import net.jqwik.api.Example;

/** Training by a program over a compiled update: pausing, saving and loading change nothing. */
final class DescentLawsTest {
  private static Experiment experiment() {
    NeuralNetwork network = new NeuralNetwork(Backend.current(), 4, 3);
    Descent descent = new Descent(network.penalizedNll, new Rates(0.1f, 0.5f, 0.001f));
    Minibatches batches = Minibatches.shuffled(LearnerTest.dataset(20, 3).all(), 6, 1);
    return new Experiment()
        .types(NeuralNetwork.class)
        .component("network", network)
        .component("descent", descent)
        .component("batches", batches)
        .program("main", repeat(9, call(batches::next), call(descent::update)));
  }

  @Example
  void savingAnywhereChangesNothing() {
    Laws.savingChangesNothing(
        DescentLawsTest::experiment, "main", Args.EMPTY, 100, NeuralNetwork.class);
    Laws.savingOnceChangesNothing(
        DescentLawsTest::experiment, "main", Args.EMPTY, 100, 3, c -> c, NeuralNetwork.class);
  }

  @Example
  void whatWasLoadedIsTrainedOnToTheSameBits() {
    Experiment whole = experiment();
    whole.start("main").run();
    Experiment half = experiment();
    half.start("main").run(11);
    Experiment loaded = Experiment.restore(half.checkpoint(), Map.of(), NeuralNetwork.class);
    loaded.run("main").run();
    assertEquals(weights(whole), weights(loaded));
    NeuralNetwork network = loaded.component("network", NeuralNetwork.class);
    assertEquals(network, loaded.component("descent", Descent.class).learner());
    Kernels kernels = network.kernels();
    assertEquals(Backend.current(), kernels);
  }

  private static Value weights(Experiment experiment) {
    return experiment.component("network", NeuralNetwork.class).shared("weights").value();
  }
}
