package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.experiment.Experiment;
import jacquard.kernels.Rates;
import jacquard.learn.Rbm;
import jacquard.learn.RbmSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Flows, nodes and data for tests. */
final class Flows {
  static final int COLUMNS = 6;
  static final int CLASSES = 3;
  static final Class<?>[] TYPES = {Phases.class, Fragile.class};

  private Flows() {}

  /** A node of two phases, the deviation about the mean, that can be forked in some of them. */
  static final class Phases extends FlowNode {
    boolean first;
    boolean second;
    double[] sums = new double[3];

    Phases() {
      super(0);
    }

    Phases(boolean first, boolean second) {
      this();
      this.first = first;
      this.second = second;
    }

    @Override
    public void state(State s) {
      super.state(s);
      first = s.value("first", first);
      second = s.value("second", second);
      sums = s.value("sums", sums);
    }

    @Override
    public int phases() {
      return 2;
    }

    @Override
    public int outputs() {
      return inputs();
    }

    @Override
    public boolean isForkable() {
      return phase() == 0 ? first : second;
    }

    @Override
    protected void learn(Examples x) {
      double sum = 0;
      for (float value : x.values()) {
        sum += phase() == 0 ? value : Math.abs(value - sums[0] / sums[1]);
      }
      sums[phase() == 0 ? 0 : 2] += sum;
      sums[1] += phase() == 0 ? x.rows() : 0;
    }

    @Override
    protected Batch apply(Examples x) {
      float[] values = x.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) ((values[i] - sums[0] / sums[1]) / (sums[2] / sums[1]));
      }
      return Batch.under(x, x.columns(), values);
    }

    @Override
    protected FlowNode blank() {
      Phases fork = new Phases(first, second);
      fork.sums = phase() == 0 ? new double[3] : new double[] {sums[0], sums[1], 0};
      return fork;
    }

    @Override
    protected void absorb(FlowNode fork) {
      double[] more = ((Phases) fork).sums;
      sums[phase() == 0 ? 0 : 2] += more[phase() == 0 ? 0 : 2];
      sums[1] += phase() == 0 ? more[1] : 0;
    }
  }

  /** A node that refuses rows that begin with a certain value. */
  static final class Fragile extends FlowNode {
    private float bad;
    private long rows;

    Fragile() {
      super(0);
    }

    Fragile(float bad) {
      this();
      this.bad = bad;
    }

    void mend() {
      bad = Float.NaN;
    }

    @Override
    public void state(State s) {
      super.state(s);
      bad = s.value("bad", bad);
      rows = s.value("rows", rows);
    }

    @Override
    public int phases() {
      return 1;
    }

    @Override
    public int outputs() {
      return inputs();
    }

    @Override
    public boolean isForkable() {
      return true;
    }

    @Override
    protected void learn(Examples x) {
      if (x.value(0, 0) == bad) {
        throw new IllegalArgumentException("bad rows");
      }
      rows += x.rows();
    }

    @Override
    protected Batch apply(Examples x) {
      return Batch.under(x, x.columns(), x.values());
    }

    @Override
    protected FlowNode blank() {
      return new Fragile(bad);
    }

    @Override
    protected void absorb(FlowNode fork) {
      rows += ((Fragile) fork).rows;
    }
  }

  /** One of each node that can be forked while it is trained. */
  static List<FlowNode> forkable() {
    return List.of(
        new PcaNode(3),
        PcaNode.whitening(4, 0.1f),
        new SfaNode(2),
        new FdaNode(2),
        new NearestMeanClassifier(),
        new GaussianClassifier(),
        new NearestNeighboursClassifier(3),
        new Phases(true, true),
        new NestedFlow(new Flow(new PcaNode(4), new HistogramNode(4, -1, 1), new SfaNode(2))));
  }

  /** A flow with nodes of all sorts. */
  static Flow mixed() {
    Rates rates = new Rates(0.1f, 0.5f, 0.001f);
    return new Flow(
        new HistogramNode(5, 0, 1),
        PcaNode.whitening(4, 0.1f),
        new Phases(true, false),
        new RbmNode(RbmSettings.of(4, 5, Rbm.Visible.GAUSSIAN, rates, 7), 2),
        new Phases(false, true),
        new QuadraticNode(),
        new PcaNode(6),
        new SfaNode(4),
        new NearestMeanClassifier());
  }

  /** Random labelled rows from 0 to 1, the first of every three of class 0. */
  static Batch rows(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count * COLUMNS];
    int[] labels = new int[count];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
      labels[i / COLUMNS] = i / COLUMNS % CLASSES;
      values[i] += i % COLUMNS == labels[i / COLUMNS] ? 1 : 0;
    }
    return new Batch(COLUMNS, values, labels);
  }

  /** Batches of so many values each. */
  static List<Batch> large(int count, int values) {
    List<Batch> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] noise = new float[values];
      Random random = new Random(i);
      for (int k = 0; k < values; k++) {
        noise[k] = random.nextFloat();
      }
      all.add(new Batch(1024, noise, new int[values / 1024]));
    }
    return all;
  }

  /** The rows in random chunks of at least ten. */
  static List<Batch> cut(Batch rows, long seed) {
    Random random = new Random(seed);
    List<Batch> chunks = new ArrayList<>();
    for (int at = 0; at < rows.rows(); ) {
      int left = rows.rows() - at;
      int size = left < 20 ? left : 10 + random.nextInt(Math.min(30, left - 19));
      chunks.add(rows.rows(at, size));
      at += size;
    }
    return chunks;
  }

  static String fingerprint(Stateful it) {
    return new Experiment().types(TYPES).component("it", it).checkpoint().fingerprint();
  }

  /** A copy that a process could have been sent. */
  @SuppressWarnings("unchecked")
  static <T> T copy(T it) {
    var payload = new jacquard.checkpoint.Payload(TYPES);
    return (T) payload.decode(payload.encode(it));
  }
}
