package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.experiment.Experiment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows without workers. */
class FlowTest {
  private static final Batch ROWS = Flows.rows(1, 120);

  private static Flow small() {
    return new Flow(new PcaNode(4), new QuadraticNode(), new PcaNode(3));
  }

  private static String message(Class<? extends Exception> type, Runnable action) {
    return String.valueOf(assertThrows(type, action::run).getMessage());
  }

  @Test
  void eachNodeIsTrainedOnWhatThoseBeforeItGive() {
    Flow flow = small();
    flow.train(new Chunks(ROWS, 50));
    PcaNode first = new PcaNode(4);
    for (Batch chunk : new Chunks(ROWS, 50)) {
      first.train(chunk);
    }
    first.stopTraining();
    PcaNode last = new PcaNode(3);
    for (Batch chunk : new Chunks(ROWS, 50)) {
      last.train(new QuadraticNode().execute(first.execute(chunk)));
    }
    last.stopTraining();
    assertEquals(Flows.fingerprint(last), Flows.fingerprint(flow.node(2)));
    assertEquals(
        last.execute(new QuadraticNode().execute(first.execute(ROWS))), flow.execute(ROWS));
    assertEquals("PcaNode 6 > 4, QuadraticNode 4 > 14, PcaNode 14 > 3", flow.toString());
  }

  @Test
  void chunksAreExecutedOneAfterTheOtherAndStacked() {
    Flow flow = small();
    flow.train(List.of(ROWS));
    assertEquals(flow.execute(ROWS), flow.execute(new Chunks(ROWS, 7)));
    assertArrayEquals(ROWS.labels(), flow.execute(new Chunks(ROWS, 7)).labels());
    assertEquals(4, flow.execute(ROWS, 1).columns());
    assertThrows(FlowException.class, () -> flow.execute(ROWS, 4));
    assertThrows(FlowException.class, () -> flow.execute(List.of()));
  }

  @Test
  void theInverseGoesBackThroughAllNodes() {
    Flow flow = new Flow(new PcaNode(6), new SfaNode(6));
    flow.train(new Chunks(ROWS, 40));
    assertArrayEquals(ROWS.values(), flow.inverse(flow.execute(ROWS)).values(), 1e-3f);
    Flow other = small();
    other.train(List.of(ROWS));
    assertEquals(
        "node 1 of the flow: QuadraticNode has no inverse",
        message(FlowException.class, () -> other.inverse(other.execute(ROWS))));
  }

  @Test
  void widthsThatDoNotFitAreRefusedWhenTheFlowIsMade() {
    assertEquals(
        "node 0 (PcaNode) gives rows of 4, but node 1 (QuadraticNode) takes rows of 3",
        message(FlowException.class, () -> new Flow(new PcaNode(4), new QuadraticNode(3)).size()));
    PcaNode twice = new PcaNode(4);
    assertThrows(FlowException.class, () -> new Flow(twice, twice));
    assertThrows(FlowException.class, () -> new Flow());
  }

  @Test
  void rowsThatDoNotFitAreRefusedByTheNodesName() {
    Flow flow = small();
    flow.train(List.of(ROWS));
    assertEquals(
        "node 0 of the flow: PcaNode takes rows of 6, not Batch of 2 x 2",
        message(FlowException.class, () -> flow.execute(new Batch(2, new float[4], new int[2]))));
  }

  @Test
  void flowsAreSlicedAndPutTogetherAndShareTheirNodes() {
    Flow flow = small();
    flow.train(List.of(ROWS));
    Flow again = flow.slice(0, 1).then(flow.slice(1, 3));
    assertSame(flow.node(2), again.node(2));
    assertEquals(flow.execute(ROWS), again.execute(ROWS));
    assertEquals(flow.execute(ROWS, 2), flow.slice(0, 2).execute(ROWS));
    assertThrows(FlowException.class, () -> flow.slice(1, 1));
  }

  @Test
  void anUntrainedFlowIsNotExecuted() {
    assertEquals(
        "node 0 of the flow: PcaNode was executed before its training ended (phase 1 of 1);"
            + " train it first",
        message(FlowException.class, () -> small().execute(ROWS)));
  }

  @Test
  void eachNodeMayHaveChunksOfItsOwnAndNodesWithoutTrainingNone() {
    Flow flow = small();
    Training.ofEach(flow, Arrays.asList(new Chunks(ROWS, 30), null, List.of(ROWS))).run();
    assertEquals(3, flow.execute(ROWS).columns());
  }

  @Test
  void aWrongNumberOfChunksAndMissingOnesAreToldApart() {
    assertEquals(
        "there are chunks for 2 nodes, but the flow has 3; give null for nodes without training",
        message(
            FlowException.class, () -> Training.ofEach(small(), Arrays.asList(null, null)).run()));
    assertEquals(
        "node 2 (PcaNode) is to be trained but has no chunks",
        message(
            FlowException.class,
            () -> Training.ofEach(small(), Arrays.asList(List.of(ROWS), null, null)).run()));
    assertEquals(
        "there are no chunks for node 0 (PcaNode)",
        message(FlowException.class, () -> small().train(List.of())));
  }

  @Test
  void aSingleIteratorCannotServeTwoPhases() {
    Iterator<Examples> once = List.<Examples>of(ROWS).iterator();
    assertEquals(
        "the chunks of node 0 (Phases) could not be read again for phase 2 of 2; give something"
            + " whose iterator() starts anew each time",
        message(
            FlowException.class, () -> new Flow(new Flows.Phases(true, true)).train(() -> once)));
  }

  @Test
  void trainedNodesAreLeftAlone() {
    Flow flow = small();
    flow.slice(0, 1).train(List.of(ROWS));
    String before = Flows.fingerprint(flow.node(0));
    Training.ofEach(flow, Arrays.asList(null, null, List.of(ROWS))).run();
    assertEquals(before, Flows.fingerprint(flow.node(0)));
    assertTrue(Training.ofEach(flow, Arrays.asList(null, null, null)).isDone());
  }

  @Test
  void checkpointsAreToldOfEveryPhaseAndSaveNodes(@TempDir Path directory) {
    List<String> told = new ArrayList<>();
    Flow flow = new Flow(new PcaNode(4), new Flows.Phases(true, false));
    new Training(flow, new Chunks(ROWS, 50))
        .checkpoint((node, phase, trained) -> told.add(node + " " + phase + " " + trained.name()))
        .checkpoint(FlowCheckpoint.save(directory, Flows.TYPES).ofNode(1))
        .run();
    assertEquals(List.of("0 0 PcaNode", "1 0 Phases", "1 1 Phases"), told);
    FlowNode first =
        Experiment.load(directory.resolve("node-1-phase-0.jqd"), Flows.TYPES)
            .component("node", FlowNode.class);
    assertTrue(first.isTraining());
    FlowNode last =
        Experiment.load(directory.resolve("node-1-phase-1.jqd"), Flows.TYPES)
            .component("node", FlowNode.class);
    assertEquals(Flows.fingerprint(flow.node(1)), Flows.fingerprint(last));
  }

  @Test
  void aCrashLeavesTheFlowInAFile(@TempDir Path directory) {
    Path file = directory.resolve("crash.jqd");
    Flow flow = new Flow(new PcaNode(4), new Flows.Fragile(ROWS.value(0, 0)));
    Training training = Training.ofEach(flow, Arrays.asList(List.of(ROWS), badOnPurpose(flow)));
    assertThrows(FlowException.class, () -> training.run(file, Flows.TYPES));
    Flow left = Experiment.load(file, Flows.TYPES).component("flow", Flow.class);
    assertTrue(!left.node(0).isTraining());
    assertTrue(left.node(1).isTraining());
    assertEquals(flow.execute(ROWS, 1), left.execute(ROWS, 1));
  }

  /** A chunk that cannot be had. */
  private static Iterable<Batch> badOnPurpose(Flow flow) {
    return () -> {
      throw new IllegalStateException("the disk of " + flow + " is gone");
    };
  }

  @Test
  void aFlowWithinAFlowIsTheSameFlow() {
    Flow plain = Flows.mixed();
    plain.train(new Chunks(ROWS, 40));
    Flow whole = Flows.mixed();
    Flow nested =
        new Flow(
            new NestedFlow(whole.slice(0, 3)),
            new NestedFlow(
                new Flow(new NestedFlow(whole.slice(3, 5)), new NestedFlow(whole.slice(5, 9)))));
    nested.train(new Chunks(ROWS, 40));
    assertEquals(plain.execute(ROWS), nested.execute(ROWS));
  }
}
