package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.experiment.Experiment;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Flows trained and executed by workers. */
class TrainingTest {
  private static final Batch ROWS = Flows.rows(1, 150);

  /** Workers that count, and finish jobs in a random order at the latest possible time. */
  private static final class Shuffling implements Workers {
    private final Workers inner = Workers.local(Flows.TYPES);
    private final Random random;
    private final int width;
    private final List<Runnable> waiting = new ArrayList<>();
    int jobs;
    int closed;

    Shuffling(long seed, int width) {
      this.random = new Random(seed);
      this.width = width;
    }

    @Override
    public int width() {
      return width;
    }

    @Override
    public <D, R> Future<R> submit(Job<D, R> job) {
      jobs++;
      Lazy<R> future = new Lazy<>(this);
      Job<D, R> sent = new Job<>(job.work(), job.index(), Flows.copy(job.datum()));
      waiting.add(
          () -> {
            try {
              future.complete(Flows.copy(InOrder.settled(inner.submit(sent))));
            } catch (JobException e) {
              future.completeExceptionally(e);
            }
          });
      return future;
    }

    void doAll() {
      Collections.shuffle(waiting, random);
      waiting.forEach(Runnable::run);
      waiting.clear();
    }

    @Override
    public void close() {
      closed++;
      inner.close();
    }
  }

  /** A future whose job is done when somebody waits. */
  private static final class Lazy<R> extends CompletableFuture<R> {
    private final Shuffling workers;

    Lazy(Shuffling workers) {
      this.workers = workers;
    }

    @Override
    public R get() throws InterruptedException, java.util.concurrent.ExecutionException {
      workers.doAll();
      return super.get();
    }
  }

  private static Flow serial(List<Batch> chunks) {
    Flow flow = Flows.mixed();
    flow.train(chunks);
    return flow;
  }

  private static void assertSame(Flow expected, Flow found) {
    assertEquals(Flows.fingerprint(expected), Flows.fingerprint(found));
  }

  @Property(tries = 25)
  void anyPartitionAndFinishingOrderComesToTheBitsOfTheSerialFlow(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int width) {
    List<Batch> chunks = Flows.cut(ROWS, seed);
    Flow serial = serial(chunks);
    Flow parallel = Flows.mixed();
    Shuffling workers = new Shuffling(seed, width);
    parallel.train(chunks, workers);
    assertSame(serial, parallel);
    assertEquals(serial.execute(chunks), parallel.execute(chunks, workers));
    assertSame(serial, parallel); // the histogram counts what is executed
  }

  @Example
  void threadsAndProcessesComeToTheBitsOfTheSerialFlow() {
    List<Batch> chunks = Flows.cut(ROWS, 5);
    Flow serial = serial(chunks);
    Batch executed = serial.execute(chunks);
    for (Workers each :
        List.of(
            Workers.local(Flows.TYPES),
            Workers.threads(3, Flows.TYPES),
            Workers.processes(2, Flows.TYPES))) {
      try (Workers workers = each) {
        Flow parallel = Flows.mixed();
        parallel.train(chunks, workers);
        assertEquals(executed, parallel.execute(chunks, workers));
        assertSame(serial, parallel);
      }
    }
  }

  @Example
  void nodesThatCannotBeForkedAreTrainedHereAndAskedAgainInEachPhase() {
    List<Batch> chunks = Flows.cut(ROWS, 2);
    for (boolean first : new boolean[] {true, false}) {
      for (boolean second : new boolean[] {true, false}) {
        Shuffling workers = new Shuffling(1, 2);
        new Flow(new Flows.Phases(first, second)).train(chunks, workers);
        assertEquals(((first ? 1 : 0) + (second ? 1 : 0)) * chunks.size(), workers.jobs);
      }
    }
  }

  @Example
  void workersOfEachNodeAreAskedForInTurnAndClosedOnce() {
    List<Shuffling> made = new ArrayList<>();
    List<@Nullable Workers> each = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Shuffling workers = new Shuffling(i, 2);
      made.add(workers);
      each.add(i == 2 ? null : workers);
    }
    Flow flow = new Flow(new PcaNode(4), new QuadraticNode(), new PcaNode(4), new SfaNode(2));
    Flow serial = new Flow(new PcaNode(4), new QuadraticNode(), new PcaNode(4), new SfaNode(2));
    List<Batch> chunks = Flows.cut(ROWS, 3);
    new Training(flow, chunks).onEach(each).run();
    new Training(serial, chunks).run();
    assertSame(serial, flow);
    assertEquals(List.of(1, 1, 0, 1), made.stream().map(w -> w.closed).toList());
    assertEquals(
        List.of(chunks.size(), 0, 0, chunks.size()), made.stream().map(w -> w.jobs).toList());
  }

  @Example
  void workersOfTrainedNodesAreClosedTooAndTooFewAreToldOf() {
    Flow flow = new Flow(new PcaNode(4), new PcaNode(3), new QuadraticNode());
    flow.slice(0, 1).train(List.of(ROWS));
    List<Shuffling> made = List.of(new Shuffling(1, 2), new Shuffling(2, 2), new Shuffling(3, 2));
    Training.ofEach(flow, Arrays.asList(null, List.of(ROWS), null)).onEach(made).run();
    assertEquals(List.of(1, 1, 1), made.stream().map(w -> w.closed).toList());
    Flow other = new Flow(new PcaNode(4), new PcaNode(3));
    FlowException e =
        assertThrows(
            FlowException.class,
            () -> new Training(other, List.of(ROWS)).onEach(List.of(new Shuffling(1, 1))).run());
    assertEquals(
        "there are workers for 1 nodes, but none for node 1; give null for none", e.getMessage());
  }

  @Example
  void afterAFailureItGoesOnAtTheChunkThatFailed() {
    List<Batch> chunks = Flows.cut(ROWS, 4);
    float bad = chunks.get(2).value(0, 0);
    Flows.Fragile node = new Flows.Fragile(bad);
    Shuffling workers = new Shuffling(1, 3);
    Training training = new Training(new Flow(node), chunks).on(workers);
    JobException e = assertThrows(JobException.class, training::run);
    assertEquals(2, e.index());
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("job 2, TrainingWork of (Batch of "),
        e.getMessage());
    assertEquals(2, training.joined());
    assertFalse(training.isDone());
    node.mend();
    training.run();
    assertTrue(training.isDone());
    Flows.Fragile alone = new Flows.Fragile(Float.NaN);
    new Flow(alone).train(chunks);
    assertEquals(Flows.fingerprint(alone), Flows.fingerprint(node));
    assertEquals(0, workers.closed);
  }

  @Example
  void aFlowThatFailedToExecuteExecutesAgain() {
    Flow flow = new Flow(new PcaNode(3));
    flow.train(List.of(ROWS));
    Shuffling workers = new Shuffling(1, 3);
    Batch wrong = new Batch(2, new float[4], new int[2]);
    assertThrows(JobException.class, () -> flow.execute(List.of(ROWS, wrong, ROWS), workers));
    assertEquals(flow.execute(ROWS), flow.execute(List.of(ROWS), workers));
  }

  @Example
  void theErrorsOfChunksAreTheSameWithWorkers() {
    Iterator<Examples> once = List.<Examples>of(ROWS).iterator();
    Shuffling workers = new Shuffling(1, 2);
    FlowException again =
        assertThrows(
            FlowException.class,
            () -> new Flow(new Flows.Phases(true, true)).train(() -> once, workers));
    assertTrue(String.valueOf(again.getMessage()).contains("could not be read again for phase 2"));
    FlowException empty =
        assertThrows(FlowException.class, () -> new Flow(new PcaNode(2)).train(List.of(), workers));
    assertEquals("there are no chunks for node 0 (PcaNode)", empty.getMessage());
    Flow flow = new Flow(new PcaNode(2));
    flow.train(List.of(ROWS));
    assertThrows(FlowException.class, () -> flow.execute(List.of(), workers));
  }

  @Property(tries = 10)
  void drivenByHandItComesToTheSameBits(@ForAll long seed) throws Exception {
    List<Batch> chunks = Flows.cut(ROWS, seed);
    Flow flow = Flows.mixed();
    Training training = new Training(flow, chunks);
    while (training.jobAvailable()) {
      List<List<@Nullable FlowNode>> results = new ArrayList<>();
      while (training.jobAvailable()) {
        var job = training.nextJob();
        results.add(job.work().apply(job.datum()));
      }
      assertThrows(FlowException.class, training::nextJob);
      training.useResults(results);
    }
    assertTrue(training.isDone());
    assertThrows(FlowException.class, training::nextJob);
    assertSame(serial(chunks), flow);
  }

  @Example
  void resultsOfOtherJobsThanWereHadAreRefused() {
    Training training = new Training(new Flow(new PcaNode(2)), List.of(ROWS, ROWS));
    assertThrows(FlowException.class, () -> training.useResults(List.of()));
    assertEquals(0, training.nextJob().index());
    assertThrows(FlowException.class, () -> training.useResults(List.of()));
  }

  @Example
  void theWorkHoldsNoNodeBehindTheTrainedOneAndNothingOfThisPhase() {
    Flow flow = new Flow(new PcaNode(3), new PcaNode(2), new QuadraticNode());
    flow.slice(0, 1).train(List.of(ROWS));
    flow.node(1).train(flow.execute(ROWS, 1));
    TrainingWork work = TrainingWork.of(flow, 1);
    assertEquals(1, work.before().nodes().size());
    assertEquals(
        Flows.fingerprint(new Flow(flow.node(1).fork())),
        Flows.fingerprint(new Flow(work.trained())));
    List<@Nullable FlowNode> result = work.apply(ROWS);
    assertEquals(null, result.get(0));
    assertEquals(2, result.size());
  }

  @Example
  void rowsOfADataSetWithoutASourceTravelAlone() {
    var data = new jacquard.data.Dataset("mine", 6, ROWS.values(), ROWS.labels());
    var payload = new jacquard.checkpoint.Payload();
    int alone = payload.encode(data.all().rows(0, 10).portable()).length;
    assertTrue(alone < payload.encode(data.all().rows(0, 10)).length);
    assertEquals(data.all().rows(0, 10), data.all().rows(0, 10).portable());
  }

  /** What listeners were told, whichever of their calls failed once. */
  @Example
  void aCheckpointThatFailsIsToldAgainAndThoseBehindItToo() {
    List<String> wanted = new ArrayList<>();
    told(wanted, -1);
    assertEquals(8, wanted.size(), wanted::toString);
    for (int failing = 0; failing < wanted.size(); failing++) {
      List<String> told = new ArrayList<>();
      told(told, failing);
      assertEquals(wanted, told, "failed at " + failing);
    }
  }

  private static void told(List<String> told, int failing) {
    Flow flow = new Flow(new Flows.Phases(true, false), new PcaNode(2), new PcaNode(2));
    Training training = new Training(flow, new Chunks(ROWS, 50));
    int[] calls = {0};
    for (String listener : List.of("a", "b")) {
      training.checkpoint(
          (node, phase, trained) -> {
            if (calls[0]++ == failing) {
              throw new IllegalStateException("the disk is full");
            }
            told.add(listener + node + "." + phase + trained.name());
          });
    }
    int failures = 0;
    while (!training.isDone()) {
      try {
        training.run();
      } catch (IllegalStateException e) {
        failures++;
      }
    }
    assertEquals(failing < 0 ? 0 : 1, failures);
    assertEquals(3, training.node());
  }

  /** As steps of a program: the step that told is taken again, and what it had done is kept. */
  @Example
  void aStepWhoseCheckpointFailedOnlyTellsItAgain() {
    Flow flow = new Flow(new PcaNode(2), new PcaNode(1));
    Training training = new Training(flow, new Chunks(ROWS, 50));
    List<String> told = new ArrayList<>();
    boolean[] isFull = {true};
    training.checkpoint(
        (node, phase, trained) -> {
          if (isFull[0]) {
            throw new IllegalStateException("the disk is full");
          }
          told.add(node + "." + phase);
        });
    Experiment experiment =
        new Experiment().component("training", training).program("main", training.program());
    Vm run = experiment.start("main");
    StepException e = assertThrows(StepException.class, run::run);
    assertFalse(e.changedNothing()); // a checkpoint is code of somebody's own
    long step = run.steps();
    assertThrows(StepException.class, run::run);
    assertEquals(step, run.steps());
    isFull[0] = false;
    run.run();
    assertEquals(List.of("0.0", "1.0"), told);
    assertTrue(training.isDone());
  }
}
