package jacquard.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A random network that is a graph, not a chain, and its cost: as an expression, and as a function
 * of dual numbers.
 *
 * <p>Layers with skip connections, one bias for several weights or several biases, weights that are
 * shared or transposed, embeddings by adjacent and scattered ids, windows on parameters, bilinear
 * parts, and one to three costs.
 */
final class RandomNetwork {
  static final int INPUTS = 3;
  static final int WORDS = 6;

  /** A parameter: a shared value, and the same values in doubles. */
  static final class Parameter {
    private final Shared shared;
    private final double[][] values;

    Parameter(Shared shared, double[][] values) {
      this.shared = shared;
      this.values = values;
    }

    Shared shared() {
      return shared;
    }

    double[][] values() {
      return values;
    }
  }

  /** Values by name while one dual evaluation lasts. */
  static final class Env {
    private final Map<String, Dual> parameters = new HashMap<>();
    private final Map<Node, Dual> known = new HashMap<>();
  }

  private interface Rule {
    Dual of(Env env);
  }

  /** A part: its expression, its columns, and its value. */
  private static final class Node {
    private final Expr e;
    private final Rule rule;

    Node(Expr e, Rule rule) {
      this.e = e;
      this.rule = rule;
    }

    int columns() {
      return e.shape().columns().size();
    }

    Dual of(Env env) {
      Dual value = env.known.get(this);
      if (value == null) {
        value = rule.of(env);
        env.known.put(this, value);
      }
      return value;
    }
  }

  final Random random;
  final int rows;
  final float[] x;
  final float[] t;
  final int[] labels;
  final int[] words;
  final Map<String, Parameter> parameters = new LinkedHashMap<>();
  final Expr cost;

  private final Node costNode;
  private final Expr input = Expr.samples("x", ElementType.FLOAT, Dim.of(INPUTS));
  private final Expr target = Expr.samples("t", ElementType.FLOAT, Dim.of(1));
  private final Expr label = Expr.samples("label", ElementType.INT, Dim.of(1));
  private final Expr word = Expr.samples("word", ElementType.INT, Dim.of(1));
  private final List<Node> pool = new ArrayList<>();

  RandomNetwork(long seed) {
    random = new Random(seed);
    rows = 1 + random.nextInt(5);
    x = normal(rows * INPUTS);
    t = normal(rows);
    labels = random.ints(rows, 0, 3).toArray();
    int from = random.nextInt(WORDS - rows + 1);
    words =
        random.nextBoolean()
            ? java.util.stream.IntStream.range(from, from + rows).toArray()
            : random.ints(rows, 0, WORDS).toArray();
    Dual xs = Dual.constant(matrix(rows, INPUTS, x));
    pool.add(new Node(input, env -> xs));
    pool.add(embedding());
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      pool.add(grow());
    }
    Node sum = cost();
    for (int i = random.nextInt(3); i > 0; i--) {
      Node more = random.nextBoolean() ? cost() : scalar();
      Node so = sum;
      sum = new Node(so.e.plus(more.e), env -> so.of(env).plus(more.of(env)));
    }
    costNode = sum;
    cost = sum.e;
  }

  List<Expr> inputs() {
    return List.of(input, target, label, word);
  }

  Object[] arguments() {
    return new Object[] {x, t, labels, words};
  }

  private float[] normal(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double[][] matrix(int rows, int columns, float[] values) {
    double[][] m = new double[rows][columns];
    for (int i = 0; i < values.length; i++) {
      m[i / columns][i % columns] = values[i];
    }
    return m;
  }

  private Node parameter(int rowCount, int columns) {
    String shape = rowCount + "x" + columns + "_";
    List<String> same = parameters.keySet().stream().filter(p -> p.startsWith(shape)).toList();
    if (!same.isEmpty() && random.nextInt(4) == 0) { // shared
      return held(same.get(random.nextInt(same.size())));
    }
    String turned = columns + "x" + rowCount + "_";
    List<String> other = parameters.keySet().stream().filter(p -> p.startsWith(turned)).toList();
    if (!other.isEmpty() && random.nextInt(4) == 0) {
      Node p = held(other.get(random.nextInt(other.size())));
      return new Node(p.e.transpose(), env -> p.of(env).transpose());
    }
    String name = shape + parameters.size();
    float[] values = normal(rowCount * columns);
    Shared shared = new Shared(name, Value.of(rowCount, columns, values));
    parameters.put(name, new Parameter(shared, matrix(rowCount, columns, values)));
    return held(name);
  }

  private Node held(String name) {
    Parameter p =
        parameters.getOrDefault(name, new Parameter(Shared.number("", 0), new double[0][]));
    return new Node(
        Expr.shared(p.shared), env -> env.parameters.getOrDefault(name, Dual.constant(p.values)));
  }

  private Node any() {
    return pool.get(random.nextInt(pool.size()));
  }

  private Node embedding() {
    Node table = parameter(WORDS, 2);
    int[] ids = words;
    if (random.nextInt(3) == 0) { // ids that are known when it is compiled
      int from = random.nextInt(WORDS - rows + 1);
      int[] some = java.util.stream.IntStream.range(from, from + rows).toArray();
      return new Node(table.e.slice(from, from + rows), env -> table.of(env).gather(some));
    }
    return new Node(table.e.gather(word), env -> table.of(env).gather(ids));
  }

  private Node grow() {
    return switch (random.nextInt(10)) {
      case 0 -> embedding();
      case 1 -> {
        Node a = any();
        Node b = any();
        yield new Node(a.e.beside(b.e), env -> a.of(env).beside(b.of(env)));
      }
      case 2 -> {
        Node a = affine(any(), 2);
        Node b = affine(any(), 2);
        yield new Node(a.e.times(b.e), env -> a.of(env).times(b.of(env)));
      }
      case 3 -> {
        Node a = any();
        Node scale = parameter(1, a.columns());
        yield new Node(a.e.times(scale.e), env -> a.of(env).times(scale.of(env)));
      }
      case 4 -> { // a residue
        Node a = any();
        Node b = activated(affine(a, a.columns()));
        yield new Node(a.e.plus(b.e), env -> a.of(env).plus(b.of(env)));
      }
      default -> activated(affine(any(), 1 + random.nextInt(3)));
    };
  }

  private Node activated(Node a) {
    return switch (random.nextInt(3)) {
      case 0 -> new Node(a.e.relu(), env -> a.of(env).relu());
      case 1 -> new Node(a.e.sigmoid(), env -> a.of(env).sigmoid());
      default -> a;
    };
  }

  /** One or two products and none, one or two biases. */
  private Node affine(Node a, int columns) {
    Node w = parameter(a.columns(), columns);
    Node sum = new Node(a.e.dot(w.e), env -> a.of(env).dot(w.of(env)));
    if (random.nextInt(3) == 0) {
      Node b = any();
      Node v = parameter(b.columns(), columns);
      Node so = sum;
      sum = new Node(so.e.plus(b.e.dot(v.e)), env -> so.of(env).plus(b.of(env).dot(v.of(env))));
    }
    for (int i = new int[] {0, 1, 1, 1, 2}[random.nextInt(5)]; i > 0; i--) {
      Node bias = parameter(1, columns);
      Node so = sum;
      sum = new Node(so.e.plus(bias.e), env -> so.of(env).plus(bias.of(env)));
    }
    return sum;
  }

  /** A mean over the samples. */
  private Node cost() {
    return switch (random.nextInt(4)) {
      case 0 -> {
        Node y = affine(any(), 1);
        Dual wanted = Dual.constant(matrix(rows, 1, t));
        yield new Node(
            y.e.minus(target).square().mean(),
            env -> {
              Dual error = y.of(env).minus(wanted);
              return error.times(error).mean();
            });
      }
      case 1 -> {
        Node y = affine(any(), 1);
        yield new Node(
            y.e.sigmoid().log().negate().mean(), env -> y.of(env).logSigmoid().times(-1).mean());
      }
      default -> {
        Node y = affine(any(), 3);
        yield new Node(
            y.e.softmax().pick(label).log().negate().mean(), env -> y.of(env).nll(labels).mean());
      }
    };
  }

  /** Of parameters alone: a gradient may be a parameter itself. */
  private Node scalar() {
    if (random.nextBoolean()) {
      Node c = parameter(1, 2);
      Node d = parameter(1, 2);
      return new Node(c.e.times(d.e).sum(), env -> c.of(env).times(d.of(env)).sum());
    }
    Node u = parameter(2, 3);
    Node v = parameter(3, 2);
    return new Node(
        u.e.dot(v.e).square().mean(),
        env -> {
          Dual uv = u.of(env).dot(v.of(env));
          return uv.times(uv).mean();
        });
  }

  /** The derivative of the cost with respect to each number of a parameter. */
  double[][] gradient(String name) {
    double[][] values =
        parameters.getOrDefault(name, new Parameter(Shared.number("", 0), new double[0][])).values;
    double[][] gradient = new double[values.length][values[0].length];
    for (int r = 0; r < gradient.length; r++) {
      for (int c = 0; c < gradient[r].length; c++) {
        double[][] seed = new double[gradient.length][gradient[r].length];
        seed[r][c] = 1;
        Env env = new Env();
        env.parameters.put(name, new Dual(values, seed));
        gradient[r][c] = costNode.of(env).d()[0][0];
      }
    }
    return gradient;
  }

  /** The cost in doubles. */
  double value() {
    return costNode.of(new Env()).v()[0][0];
  }

  @Override
  public String toString() {
    return rows + " samples, words " + Arrays.toString(words) + "\n" + cost.listing();
  }
}
