package jacquard.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.expression.RandomNetwork.Parameter;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Random networks learn the same bits optimized or not, on any kernels, and the numbers of a plain
 * calculus in doubles: every update by the values from before the call, every parameter once.
 */
final class UpdateLawsTest {
  private static final int CALLS = 3;
  private static final Kernels PLAIN = new JavaKernels();
  private static final Kernels FAST = Kernels.java();

  /** What is changed, and how the oracle changes it. */
  private static final class Training {
    private final RandomNetwork net;
    private final List<Update> updates = new ArrayList<>();
    private final List<Shared> changed = new ArrayList<>();
    private final Map<String, double[][]> velocities = new HashMap<>();
    private final Map<String, Rates> rates = new HashMap<>();
    private final Map<String, String> copies = new HashMap<>();
    private final List<String> assigned = new ArrayList<>();

    Training(long seed) {
      net = new RandomNetwork(seed);
      Random random = new Random(~seed);
      Rates common =
          new Rates(0.05f, random.nextBoolean() ? 0.9f : 0, random.nextBoolean() ? 0.1f : 0);
      List<String> names = new ArrayList<>(net.parameters.keySet());
      Collections.shuffle(names, random);
      List<Expr> parameters = names.stream().map(name -> Expr.shared(shared(name))).toList();
      List<Expr> gradients = Gradient.of(net.cost, parameters);
      for (int i = 0; i < names.size(); i++) {
        Shared p = shared(names.get(i));
        changed.add(p);
        switch (random.nextInt(12)) {
          case 0 -> {} // it stays
          case 1 -> {
            assigned.add(p.name());
            Expr stepped = parameters.get(i).minus(gradients.get(i).times(0.05f));
            updates.add(new Update.Assign(p, stepped));
          }
          case 2 -> { // a copy of it, as it was before
            Shared copy = new Shared("copy of " + p.name(), p.value());
            changed.add(copy);
            copies.put(p.name(), copy.name());
            updates.add(new Update.Assign(copy, parameters.get(i)));
            descend(p, gradients.get(i), common);
          }
          case 3 -> descend(p, gradients.get(i), common);
          default -> descend(p, gradients.get(i), p.rows() == 1 ? common.withoutDecay() : common);
        }
      }
      Collections.shuffle(updates, random);
    }

    private Shared shared(String name) {
      return parameter(name).shared();
    }

    private Parameter parameter(String name) {
      return java.util.Objects.requireNonNull(net.parameters.get(name));
    }

    private void descend(Shared p, Expr gradient, Rates by) {
      Shared velocity = Shared.zeros("velocity of " + p.name(), p.rows(), p.columns());
      changed.add(velocity);
      rates.put(p.name(), by);
      velocities.put(p.name(), new double[p.rows()][p.columns()]);
      updates.add(new Update.Descend(p, velocity, gradient, by));
    }

    List<Value> run(Kernels kernels, boolean optimized) {
      Function.Settings settings =
          new Function.Settings(net.inputs(), List.of(net.cost), Map.of(), updates, optimized);
      Function f = Function.compile(kernels, settings);
      List<Value> all = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        all.addAll(f.call(net.arguments()));
      }
      changed.forEach(each -> all.add(each.value()));
      return all;
    }

    /** One call by calculus: all gradients first. Gives the values before it. */
    Map<String, double[][]> oracle() {
      Map<String, double[][]> gradients = new HashMap<>();
      Map<String, double[][]> before = new HashMap<>();
      for (String name : net.parameters.keySet()) {
        gradients.put(name, net.gradient(name));
        before.put(name, copy(parameter(name).values()));
      }
      gradients.forEach(this::step);
      return before;
    }

    private void step(String name, double[][] gradient) {
      double[][] p = parameter(name).values();
      double[][] v = velocities.getOrDefault(name, new double[p.length][p[0].length]);
      Rates by = rates.getOrDefault(name, new Rates(assigned.contains(name) ? 0.05f : 0, 0, 0));
      for (int r = 0; r < p.length; r++) {
        for (int c = 0; c < p[r].length; c++) {
          double g = gradient[r][c] + by.decay() * p[r][c];
          v[r][c] = by.momentum() * v[r][c] - by.rate() * g;
          p[r][c] += v[r][c];
        }
      }
    }
  }

  private static double[][] copy(double[][] m) {
    return java.util.Arrays.stream(m).map(double[]::clone).toArray(double[][]::new);
  }

  @Property(tries = 300)
  void everyCompilationLearnsTheSameBits(@ForAll long seed) {
    List<Value> expected = new Training(seed).run(PLAIN, false);
    assertEquals(expected, new Training(seed).run(PLAIN, true));
    assertEquals(expected, new Training(seed).run(FAST, true));
    assertEquals(expected, new Training(seed).run(FAST, false));
  }

  @Property(tries = 200)
  void theyLearnWhatCalculusSays(@ForAll long seed) {
    Training training = new Training(seed);
    List<Value> values = training.run(PLAIN, seed % 2 == 0);
    Map<String, double[][]> before = Map.of();
    for (int i = 0; i < CALLS; i++) {
      double cost = training.net.value();
      if (!(cost < 1e3)) {
        return; // it diverges, floats sooner than doubles
      }
      assertEquals(cost, values.get(i).number(), 2e-4 * (1 + Math.abs(cost)), "cost " + i);
      before = training.oracle();
    }
    for (String name : training.net.parameters.keySet()) {
      assertNear(training.parameter(name).values(), training.shared(name).value(), name);
    }
    for (Map.Entry<String, String> each : training.copies.entrySet()) {
      Shared copy =
          training.changed.stream()
              .filter(s -> s.name().equals(each.getValue()))
              .findFirst()
              .orElseThrow();
      assertNear(before.getOrDefault(each.getKey(), new double[0][]), copy.value(), copy.name());
    }
  }

  private static void assertNear(double[][] expected, Value actual, String name) {
    double[] flat =
        java.util.Arrays.stream(expected).flatMapToDouble(java.util.Arrays::stream).toArray();
    double size = java.util.Arrays.stream(flat).map(Math::abs).max().orElse(0);
    float[] floats = actual.floats();
    double[] found = new double[floats.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = floats[i];
    }
    assertArrayEquals(flat, found, 2e-4 * (1 + size), name);
  }
}
