package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.kernels.Activation;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.kernels.VectorKernels;
import jacquard.kernels.opencl.Devices;
import jacquard.kernels.opencl.OpenClKernels;
import jacquard.vm.Fn;
import jacquard.vm.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** Filters side by side as one function: it gives what the calls give, and changes nothing. */
final class FilterChainTest {
  private static final Rates RATES = new Rates(0.1f, 0.5f, 0.001f);
  private static final Kernels OPENCL = new OpenClKernels(Devices.best());
  private static final List<Kernels> BACKENDS =
      List.of(new JavaKernels(), new VectorKernels(2), OPENCL);

  @AfterContainer
  static void close() {
    OPENCL.close();
  }

  @Provide
  Arbitrary<Kernels> backends() {
    return Arbitraries.of(BACKENDS);
  }

  /** A filter, the method reference a program would call, and its width after. */
  private record Link(Filter filter, Fn.F1<Examples, Batch> filt, int width) {
    Method method() {
      return Method.of(filt);
    }

    Batch of(Examples examples) throws Exception {
      return Objects.requireNonNull(filt.call(examples));
    }
  }

  /** Filters of random kinds and widths, each for what the one before gives. */
  private static List<Link> links(Kernels kernels, Random random, int width, int count) {
    List<Link> links = new ArrayList<>();
    int next = width;
    for (int i = 0; i < count; i++) {
      links.add(link(kernels, random, next));
      next = links.getLast().width();
    }
    return links;
  }

  private static Link link(Kernels kernels, Random random, int width) {
    int out = 1 + random.nextInt(70);
    Batch data = batch(random, width + 2 + random.nextInt(20), width);
    return switch (random.nextInt(5)) {
      case 0 -> {
        Scaler scaler = new Scaler(kernels, width);
        scaler.analyze(data);
        yield new Link(scaler, scaler::filt, width);
      }
      case 1 -> {
        Pca pca = new Pca(kernels, 0.5f);
        pca.analyze(data);
        yield new Link(pca, pca::filt, width);
      }
      case 2 -> {
        Softmax softmax = new Softmax(kernels, width, out, RATES);
        softmax.update(relabelled(data, out));
        yield new Link(softmax, softmax::filt, out);
      }
      case 3 -> {
        Mlp mlp =
            new Mlp(kernels, MlpSettings.of(List.of(width, 5, out), Activation.RELU, RATES, 1));
        yield new Link(mlp, mlp::filt, out);
      }
      default -> {
        Rbm rbm = new Rbm(kernels, RbmSettings.of(width, out, Rbm.Visible.GAUSSIAN, RATES, 1));
        rbm.cd1Update(data);
        yield new Link(rbm, rbm::filt, out);
      }
    };
  }

  private static Batch batch(Random random, int rows, int columns) {
    float[] values = new float[rows * columns];
    int[] labels = new int[rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
      labels[i / columns] = random.nextInt(10);
    }
    return new Batch(columns, values, labels);
  }

  private static Batch relabelled(Batch batch, int classes) {
    int[] labels = batch.labels();
    for (int i = 0; i < labels.length; i++) {
      labels[i] %= classes;
    }
    return new Batch(batch.columns(), batch.values(), labels);
  }

  /** A sample, a batch, or a window of a larger one, which stays on the device. */
  private static Examples examples(Random random, int columns) {
    Batch batch = batch(random, 2 + random.nextInt(40), columns);
    int from = random.nextInt(batch.rows());
    return switch (random.nextInt(3)) {
      case 0 -> batch.row(from);
      case 1 -> batch.rows(from, 1 + random.nextInt(batch.rows() - from));
      default -> batch;
    };
  }

  private static UnaryOperator<Object> chain(List<Link> links) {
    UnaryOperator<Object> chain =
        links.getFirst().filter().chain(links.stream().map(Link::method).toList());
    return Objects.requireNonNull(chain);
  }

  private static List<String> states(List<Link> links) {
    return links.stream().map(link -> Trained.fingerprint((Stateful) link.filter())).toList();
  }

  @Property(tries = 150)
  void aChainGivesTheBitsOfItsCalls(@ForAll("backends") Kernels kernels, @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(70);
    List<Link> links = links(kernels, random, width, 2 + random.nextInt(4));
    UnaryOperator<Object> chain = chain(links);
    List<String> before = states(links);
    for (int i = 0; i < 3; i++) {
      Examples examples = examples(random, width);
      Examples wanted = examples;
      for (Link link : links) {
        wanted = link.of(wanted);
      }
      assertEquals(wanted, chain.apply(examples));
    }
    assertEquals(before, states(links));
  }

  @Property(tries = 60)
  void aChainThatThrowsHasChangedNothing(@ForAll("backends") Kernels kernels, @ForAll long seed) {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(20);
    List<Link> links = links(kernels, random, width, 2 + random.nextInt(2));
    Rbm wide = new Rbm(kernels, RbmSettings.of(71, 3, Rbm.Visible.BERNOULLI, RATES, 1));
    links.add(new Link(wide, wide::filt, 3));
    List<String> before = states(links);
    UnaryOperator<Object> chain = chain(links);
    assertThrows(RuntimeException.class, () -> chain.apply(examples(random, width)));
    assertThrows(RuntimeException.class, () -> chain.apply(examples(random, width + 1)));
    assertThrows(RuntimeException.class, () -> chain.apply("no examples"));
    assertEquals(before, states(links));
  }

  @Example
  void whatHasLearnedNothingFailsInAChainToo() {
    Kernels kernels = BACKENDS.getFirst();
    Rbm rbm = new Rbm(kernels, RbmSettings.of(4, 4, Rbm.Visible.BERNOULLI, RATES, 1));
    Pca pca = new Pca(kernels, 0.5f);
    Scaler scaler = new Scaler(kernels, 4);
    Batch batch = batch(new Random(1), 3, 4);
    for (Link fresh : List.of(new Link(pca, pca::filt, 4), new Link(scaler, scaler::filt, 4))) {
      Link other = new Link(rbm, rbm::filt, 4);
      UnaryOperator<Object> last = chain(List.of(other, fresh));
      UnaryOperator<Object> first = chain(List.of(fresh, other));
      assertThrows(IllegalStateException.class, () -> last.apply(batch));
      assertThrows(IllegalStateException.class, () -> first.apply(batch));
    }
  }

  @Example
  void whatCannotBeJoinedIsNot() {
    Kernels kernels = BACKENDS.getFirst();
    RbmSettings settings = RbmSettings.of(4, 4, Rbm.Visible.BERNOULLI, RATES, 1);
    Rbm one = new Rbm(kernels, settings);
    Rbm two = new Rbm(kernels, settings);
    Rbm elsewhere = new Rbm(new JavaKernels(), settings);
    Method filt = Method.of((Fn.F1<Examples, Batch>) one::filt);
    Method next = Method.of((Fn.F1<Examples, Batch>) two::filt);
    assertNotNull(one.chain(List.of(filt, next)));
    assertNull(one.chain(List.of(filt, filt)), "its own matrix would be overwritten");
    assertNull(one.chain(List.of(filt, next, filt)));
    assertNull(one.chain(List.of(filt, Method.of((Fn.P1<Examples>) two::cd1Update))));
    assertNull(one.chain(List.of(filt, Method.of((Fn.F1<Examples, Batch>) elsewhere::filt))));
  }
}
