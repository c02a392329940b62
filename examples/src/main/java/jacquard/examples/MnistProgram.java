package jacquard.examples;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.checkpoint;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;

import jacquard.data.Dataset;
import jacquard.data.Minibatches;
import jacquard.experiment.Experiment;
import jacquard.kernels.Activation;
import jacquard.kernels.Rates;
import jacquard.kernels.Seed;
import jacquard.learn.Backend;
import jacquard.learn.Dbn;
import jacquard.learn.MlpSettings;
import jacquard.learn.Rbm;
import jacquard.learn.RbmSettings;
import jacquard.vm.Node;
import java.util.List;

/** The program of {@link MnistDbn}: pretraining, then back-propagation with a test each epoch. */
record MnistProgram(Dataset train, Dataset test, int pretraining, int epochs) {
  private static final int BATCH = 100;
  private static final int TEST_BATCH = 1000;
  private static final int HIDDEN = 500;

  Experiment experiment(String name, long seed) {
    Dbn dbn = dbn(train.columns(), Math.max(train.classes(), test.classes()), Seed.of(seed));
    Minibatches batches = Minibatches.shuffled(train.all(), BATCH, seed);
    Minibatches tests = Minibatches.inOrder(test.all(), TEST_BATCH);
    DbnReport report = new DbnReport(dbn);
    return new Experiment()
        .component("train", train)
        .component("test", test)
        .component("batches", batches)
        .component("tests", tests)
        .component("dbn", dbn)
        .component("report", report)
        .program(
            name,
            seq(
                pretrain(batches, dbn, report),
                checkpoint("pretrained"),
                call(dbn::unroll),
                fineTune(batches, tests, dbn, report)));
  }

  private Dbn dbn(int inputs, int classes, Seed seed) {
    Rates contrast = new Rates(0.05f, 0.9f, 2e-4f);
    Rates descent = new Rates(0.2f, 0.9f, 1e-5f);
    return new Dbn(
        Backend.current(),
        List.of(
            RbmSettings.of(
                    inputs, HIDDEN, Rbm.Visible.BERNOULLI, contrast, seed.child("layer1").key())
                .withInitialDeviation(0.01f),
            RbmSettings.of(
                    HIDDEN, HIDDEN, Rbm.Visible.BERNOULLI, contrast, seed.child("layer2").key())
                .withInitialDeviation(0.01f)),
        MlpSettings.of(
                List.of(inputs, HIDDEN, HIDDEN, classes),
                Activation.SIGMOID,
                descent,
                seed.child("network").key())
            .withAnnealing(0.95f)
            .withNoise(0.35f, 0.1f));
  }

  private Node pretrain(Minibatches batches, Dbn dbn, DbnReport report) {
    Node epoch = repeat(batches.perEpoch(), call(batches::next), call(dbn::pretrain));
    return repeat(
            2,
            repeat(pretraining, epoch, call(report::pretrained)).counting("epoch"),
            call(dbn::nextLayer))
        .named("pretrain")
        .counting("layer");
  }

  private Node fineTune(Minibatches batches, Minibatches tests, Dbn dbn, DbnReport report) {
    Node epoch = repeat(batches.perEpoch(), call(batches::next), call(dbn::fineTune));
    Node test =
        seq(
            call(tests::clear),
            buffer(tests.perEpoch(), seq(call(tests::next), call(dbn::score))),
            call(report::tested));
    return repeat(epochs, epoch, call(dbn::anneal), test).named("fine_tune").counting("epoch");
  }
}
