package jacquard.data;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.kernels.Seed;
import jacquard.vm.Atomic;
import jacquard.vm.Batched;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.math3.stat.StatUtils;
import org.jspecify.annotations.Nullable;

/**
 * A k-fold cross-validation: in each fold a stream of training samples, a walk through the test
 * samples and a score.
 *
 * <p>Folds are stratified, unless the data has real-valued targets, and shuffled by the seed. The
 * test samples of a fold never appear in its training stream, which is endless and newly shuffled
 * each epoch. Orders are functions of seed, number of samples, fold and epoch, so the positions and
 * scores are the whole state. Samples are rows of one block an epoch, so that a Buffer stacks them
 * without copying and their values are brought to a device once.
 *
 * <p>One {@linkplain #withValidation with validation} keeps the samples of one more fold, the next,
 * out of the training stream, for choices that the test samples must not make.
 *
 * <p>As a plugin it enters the next fold whenever it acts and fires {@code next} with its number,
 * from 0; after the last it fires {@code end} with the mean accuracy of the scores that were
 * stored, and begins anew with the event after that.
 */
@Atomic
public final class KFold implements Action, Stateful {
  private Dataset data;
  private int k;
  private long seed;
  private Seed orders;
  private boolean validates;
  private Folds folds;
  private @Nullable Score[] scores;

  private int fold = -1;
  private int epoch;
  private int position;
  private int testPosition;

  /** This epoch's training samples in order; null when seed, fold or epoch has changed. */
  private @Nullable Block order;

  /** This fold's test samples; null when the fold has changed. */
  private @Nullable Block test;

  /** This fold's validation samples; null when the fold has changed. */
  private @Nullable Block validation;

  /**
   * Divides a data set.
   *
   * @param k from 2 to the size of the smallest class, or of the data if it has real-valued targets
   * @param seed of the division and the orders
   */
  public KFold(Dataset data, int k, long seed) {
    if (k < 2) {
      throw new IllegalArgumentException("k-fold needs at least 2 folds, not " + k);
    }
    this.data = data;
    this.k = k;
    this.seed = seed;
    this.orders = Seed.of(seed).child("KFold of " + data.size());
    this.folds = new Folds(data, k, seed);
    this.scores = new Score[k];
  }

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private KFold() {}

  /**
   * Divides a data set for training, validation and test.
   *
   * @param k from 3 to the size of the smallest class, or of the data if it has real-valued targets
   * @param seed of the division and the orders
   */
  public static KFold withValidation(Dataset data, int k, long seed) {
    if (k < 3) {
      throw new IllegalArgumentException(
          "training, validation and test need at least 3 folds, not " + k);
    }
    KFold kf = new KFold(data, k, seed);
    kf.validates = true;
    return kf;
  }

  @Override
  public void state(State s) {
    data = s.value("data", data);
    k = s.value("k", k);
    seed = s.value("seed", seed);
    orders = s.has("orders") ? s.value("orders", orders) : Seed.of(seed);
    validates = s.value("validates", validates);
    fold = s.value("fold", fold);
    epoch = s.value("epoch", epoch);
    position = s.value("position", position);
    testPosition = s.value("testPosition", testPosition);
    scores = s.value("scores", scores);
    if (s.isLoading()) {
      folds = new Folds(data, k, seed);
    }
  }

  /** Goes back to before the first fold and forgets the scores. */
  public void clear() {
    enter(-1);
    Arrays.fill(scores, null);
  }

  @Override
  public Fired act(Event event) {
    if (fold == k - 1) {
      double mean = meanAccuracy();
      enter(-1); // the scores stay to be looked at
      return Fired.end(mean);
    }
    if (fold < 0) {
      clear();
    }
    nextFold();
    return Fired.next(fold);
  }

  /** Enters the next fold, at the start of its training stream and its test samples. */
  public void nextFold() {
    if (fold == k - 1) {
      throw new IllegalStateException("all " + k + " folds are done; clear() starts again");
    }
    enter(fold + 1);
  }

  private void enter(int newFold) {
    order = left(order);
    test = left(test);
    validation = left(validation);
    fold = newFold;
    epoch = 0;
    position = 0;
    testPosition = 0;
  }

  /** Nothing, in place of samples that will hardly be needed again. */
  private static @Nullable Block left(@Nullable Block samples) {
    if (samples != null) {
      samples.release();
    }
    return null;
  }

  /** The next sample of the training stream. */
  @Batched(by = "nextBatch")
  public Sample next() {
    checkFold();
    Block samples = order();
    if (position == samples.rows()) {
      samples = nextEpoch();
    }
    return new Sample(samples, position++);
  }

  private Block nextEpoch() {
    int last = position;
    epoch = Math.addExact(epoch, 1);
    position = 0;
    order = left(order); // before the next is gathered: both may not fit
    try {
      return order();
    } catch (Throwable t) {
      epoch--;
      position = last;
      throw t;
    }
  }

  /**
   * The next samples of the training stream, as a buffer of {@link #next} would stack them.
   *
   * @param count at least 1
   */
  public Batch nextBatch(int count) {
    checkFold();
    checkCount(count);
    Block samples = order();
    if (count <= samples.rows() - position) {
      Batch batch = new Batch(samples, position, count);
      position += count;
      return batch;
    }
    int epochBefore = epoch;
    int positionBefore = position;
    try {
      List<Sample> parts = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        parts.add(next());
      }
      return Stacking.stack(parts);
    } catch (Throwable t) { // too little memory, say
      epoch = epochBefore;
      position = positionBefore;
      order = left(order);
      throw t;
    }
  }

  /** Goes to the first test sample. */
  public void initTest() {
    checkFold();
    testPosition = 0;
  }

  /** The next test sample. */
  @Batched(by = "nextTestBatch")
  public Sample nextTest() {
    checkFold();
    Block samples = test();
    if (testPosition == samples.rows()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the %d test samples of fold %d are used up; initTest() starts again",
              samples.rows(),
              fold));
    }
    return new Sample(samples, testPosition++);
  }

  /**
   * The next test samples, as a buffer of {@link #nextTest} would stack them.
   *
   * @param count at least 1
   */
  public Batch nextTestBatch(int count) {
    checkFold();
    checkCount(count);
    Block samples = test();
    if (count > samples.rows() - testPosition) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "only %d test samples are left", samples.rows() - testPosition));
    }
    Batch batch = new Batch(samples, testPosition, count);
    testPosition += count;
    return batch;
  }

  /** The number of test samples of this fold. */
  public int testSize() {
    checkFold();
    return test().rows();
  }

  /** The number of training samples of this fold, the length of an epoch. */
  public int trainSize() {
    checkFold();
    return data.size() - test().rows() - (validates ? validationBlock().rows() : 0);
  }

  /**
   * The validation samples of this fold, the same rows each time.
   *
   * @throws IllegalStateException if this is not a k-fold {@linkplain #withValidation with
   *     validation}
   */
  public Batch validation() {
    checkFold();
    if (!validates) {
      throw new IllegalStateException(
          "this k-fold keeps no samples for validation; make it with KFold.withValidation");
    }
    Block samples = validationBlock();
    return new Batch(samples, 0, samples.rows());
  }

  private int validationFold() {
    return validates ? (fold + 1) % k : fold;
  }

  private Block validationBlock() {
    if (validation == null) {
      validation = data.block().gather(folds.test(validationFold()));
    }
    return validation;
  }

  /** Keeps the score of this fold. */
  public void storeScores(Score score) {
    checkFold();
    scores[fold] = score;
  }

  /** The number of folds. */
  public int folds() {
    return k;
  }

  /** The fold entered last, counted from 0; -1 before the first. */
  public int fold() {
    return fold;
  }

  /** The scores stored so far, in the order of the folds. */
  public List<Score> scores() {
    return Arrays.stream(scores).filter(Objects::nonNull).toList();
  }

  /** The mean accuracy of the scores stored so far; NaN before the first. */
  public double meanAccuracy() {
    return StatUtils.mean(accuracies());
  }

  /** The standard deviation of the accuracies stored so far, with n in the denominator. */
  public double accuracyDeviation() {
    return Math.sqrt(StatUtils.populationVariance(accuracies()));
  }

  private double[] accuracies() {
    return scores().stream().mapToDouble(Score::accuracy).toArray();
  }

  private Block order() {
    if (order == null) {
      int[] indices = folds.train(fold, validationFold());
      Shuffle.permute(indices, orders.key(), fold, epoch);
      order = data.block().gather(indices);
    }
    return order;
  }

  private Block test() {
    if (test == null) {
      test = data.block().gather(folds.test(fold));
    }
    return test;
  }

  private static void checkCount(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a batch needs at least 1 sample, not " + count);
    }
  }

  private void checkFold() {
    if (fold < 0) {
      throw new IllegalStateException("no fold yet: nextFold() comes first");
    }
  }
}
