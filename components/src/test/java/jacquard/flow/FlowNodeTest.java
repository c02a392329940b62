package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every node. */
class FlowNodeTest {
  private static final int KINDS = 9;

  private static void trainAlone(FlowNode node, List<Batch> chunks) {
    while (node.isTraining()) {
      chunks.forEach(node::train);
      node.stopTraining();
    }
  }

  /** Forks are trained in any order, some on copies, and joined in that of the chunks. */
  @Property(tries = 120)
  void forksOfAnyPartitionFinishedInAnyOrderComeToTheSameBits(
      @ForAll @IntRange(max = KINDS - 1) int kind,
      @ForAll long seed,
      @ForAll @IntRange(min = 40, max = 200) int count) {
    Random random = new Random(seed);
    List<Batch> chunks = Flows.cut(Flows.rows(seed, count), seed);
    FlowNode alone = Flows.forkable().get(kind);
    trainAlone(alone, chunks);
    FlowNode joined = Flows.forkable().get(kind);
    while (joined.isTraining()) {
      List<FlowNode> forks = new ArrayList<>();
      chunks.forEach(chunk -> forks.add(joined.fork()));
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < forks.size(); i++) {
        order.add(random.nextInt(i + 1), i);
      }
      for (int i : order) {
        FlowNode fork = forks.get(i);
        fork = random.nextBoolean() ? Flows.copy(fork) : fork;
        fork.train(chunks.get(i));
        forks.set(i, random.nextBoolean() ? Flows.copy(fork) : fork);
      }
      forks.forEach(joined::join);
      joined.stopTraining();
    }
    assertEquals(Flows.fingerprint(alone), Flows.fingerprint(joined));
    assertEquals(alone.execute(chunks.getFirst()), joined.execute(chunks.getFirst()));
  }

  @Property(tries = 60)
  void savedAndLoadedBetweenAnyTwoChunksANodeComesToTheSameBits(
      @ForAll @IntRange(max = KINDS - 1) int kind, @ForAll long seed) {
    Random random = new Random(seed);
    List<Batch> chunks = Flows.cut(Flows.rows(seed, 100), seed);
    FlowNode alone = Flows.forkable().get(kind);
    trainAlone(alone, chunks);
    FlowNode saved = Flows.forkable().get(kind);
    while (saved.isTraining()) {
      for (Batch chunk : chunks) {
        saved = random.nextBoolean() ? Flows.copy(saved) : saved;
        saved.train(chunk);
      }
      saved.stopTraining();
    }
    assertEquals(Flows.fingerprint(alone), Flows.fingerprint(saved));
  }

  @Property(tries = KINDS)
  void aNodeIsTrainedBeforeItIsExecutedAndThenNoMore(@ForAll @IntRange(max = KINDS - 1) int kind) {
    Batch rows = Flows.rows(1, 60);
    FlowNode node = Flows.forkable().get(kind);
    assertTrue(node.isTrainable() && node.isTraining());
    assertThrows(IllegalStateException.class, () -> node.execute(rows));
    assertThrows(IllegalStateException.class, node::stopTraining);
    trainAlone(node, List.of(rows));
    assertEquals(node.outputs(), node.execute(rows).columns());
    assertEquals(Flows.COLUMNS, node.inputs());
    assertThrows(IllegalStateException.class, () -> node.train(rows));
    assertThrows(IllegalStateException.class, node::stopTraining);
    assertThrows(
        IllegalArgumentException.class, () -> node.execute(new Batch(2, new float[4], new int[2])));
  }

  @Example
  void aForkOfAnotherPhaseOrKindIsRefused() {
    Batch rows = Flows.rows(1, 60);
    Flows.Phases node = new Flows.Phases(true, true);
    FlowNode early = node.fork();
    early.train(rows);
    node.train(rows);
    node.stopTraining();
    assertThrows(IllegalArgumentException.class, () -> node.join(early));
    assertThrows(IllegalArgumentException.class, () -> node.join(new PcaNode(2).fork()));
  }

  @Example
  void aNodeThatLearnsNothingIsNeitherTrainedNorForked() {
    QuadraticNode node = new QuadraticNode();
    assertTrue(!node.isTrainable() && !node.isTraining());
    assertThrows(IllegalStateException.class, () -> node.train(Flows.rows(1, 5)));
    assertThrows(IllegalStateException.class, node::fork);
    assertThrows(UnsupportedOperationException.class, () -> node.inverse(Flows.rows(1, 5)));
  }
}
