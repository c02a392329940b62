package jacquard.checkpoint;

import jacquard.experiment.Experiment;
import jacquard.laws.Spec;
import jacquard.laws.SpecFunctions;
import jacquard.program.Programs;
import jacquard.vm.Args;
import jacquard.vm.Frame;
import jacquard.vm.Generator;
import jacquard.vm.Node;
import jacquard.vm.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Generators and stateful components whose locals and fields are of every kind that can be saved,
 * and experiments that mix them with the calls of a {@link Spec}.
 */
public final class World {
  /** Every class of this world that a checkpoint may name. */
  static final Class<?>[] TYPES = {
    SpecFunctions.class,
    SpecFunctions.Named.class,
    Keeper.class,
    Inner.class,
    Tally.class,
    Echo.class,
    Point.class,
    Colour.class,
    Witness.class
  };

  /** Every class of this world that a checkpoint may name. */
  public static java.util.List<Class<?>> types() {
    return java.util.List.of(TYPES);
  }

  private World() {}

  /** A record. */
  public record Point(double x, @Nullable Point next) {}

  /** An enum, one constant of which has a class of its own. */
  public enum Colour {
    RED,
    GREEN {
      @Override
      Colour next() {
        return RED;
      }
    };

    Colour next() {
      return GREEN;
    }
  }

  /** An object within others, with a way back to itself. */
  public static final class Inner implements Stateful {
    private double[] values = {1, -0.0, Double.MIN_VALUE};
    private @Nullable Inner self;

    @Override
    @SuppressWarnings("NullAway") // a nullable field
    public void state(State s) {
      values = s.value("values", values);
      self = s.value("self", self);
    }

    long touch() {
      self = this;
      values[0] = values[0] * 1.5 + 1;
      values[2] = -values[2];
      return (long) values[0];
    }
  }

  /** A component with a field of every kind, some of which share what they hold. */
  public static final class Keeper implements Stateful {
    private long count;
    private float[] weights = {Float.NaN, 0.5f, Float.MIN_VALUE};
    private float[] sameWeights = weights;
    private Inner inner = new Inner();
    private Inner sameInner = inner;
    private double[] innersValues = inner.values;
    private Map<String, Long> sorted = new TreeMap<>();
    private Map<Colour, Point> ordered = new LinkedHashMap<>();
    private List<@Nullable Object> list = new ArrayList<>();
    private Integer[] boxed = {1, 2};
    private int[][] rows = {{1}, {2, 3}};
    private String text = "it's \"quoted\"\n\u00e4\u4e2d\ud83d\ude00";
    private Colour colour = Colour.GREEN;
    private Args last = Args.EMPTY;
    private boolean flag;

    @Override
    public void state(State s) {
      count = s.value("count", count);
      weights = s.value("weights", weights);
      sameWeights = s.value("sameWeights", sameWeights);
      inner = s.value("inner", inner);
      sameInner = s.value("sameInner", sameInner);
      innersValues = s.value("innersValues", innersValues);
      sorted = s.value("sorted", sorted);
      ordered = s.value("ordered", ordered);
      list = s.value("list", list);
      boxed = s.value("boxed", boxed);
      rows = s.value("rows", rows);
      text = s.value("text", text);
      colour = s.value("colour", colour);
      last = s.value("last", last);
      flag = s.value("flag", flag);
    }

    /** Changes every field; what it gives depends on all of them and on what they share. */
    public long remember(Args args) {
      count++;
      weights[1] += sameWeights[1];
      sameWeights[2] *= 3;
      innersValues[1] -= 0.25;
      long inners = inner.touch() + sameInner.touch();
      sorted.merge("k" + (7 * count) % 5, count, Long::sum);
      ordered.merge(colour, new Point(count, null), (a, b) -> new Point(a.x + b.x, null));
      list.add(list.size() % 2 == 0 ? null : List.of(count, text));
      if (list.size() > 4) {
        list.removeFirst();
      }
      boxed[0] = boxed[1] + 1;
      rows[1][0] += rows[0][0];
      text = text.length() > 40 ? "\ud800 half" : text + "'";
      colour = colour.next();
      flag = !flag;
      last = args.with("n", count);
      long sum = 0;
      for (Map.Entry<String, Long> entry : sorted.entrySet()) {
        sum = 31 * sum + entry.getKey().hashCode() * entry.getValue();
      }
      for (Map.Entry<Colour, Point> entry : ordered.entrySet()) {
        sum = 31 * sum + entry.getKey().name().length() + (long) entry.getValue().x();
      }
      sum += Arrays.hashCode(weights) + inners + rows[1][0] + text.hashCode() + (flag ? 1 : 0);
      return Math.floorMod(sum, 1000L);
    }
  }

  /** A generator with a local of every kind. */
  public static final class Tally extends Generator<Tally.TallyLocals> {
    /** The locals. */
    public static final class TallyLocals extends Frame {
      boolean flag;
      byte small = Byte.MIN_VALUE;
      short medium = -1;
      int number;
      long large = Long.MIN_VALUE;
      float single = -0.0f;
      double precise = Double.longBitsToDouble(0x7ff8_0000_0000_0123L);
      char letter = '"';
      String text = "";
      @Nullable Point point;
      Colour colour = Colour.RED;
      int[] numbers = {3, 1, 4};
      int[] sameNumbers = numbers;
      boolean[] flags = {true, false};
      char[] letters = {'\'', '\0'};
      List<Object> list = new ArrayList<>();
      Map<String, Object> map = new TreeMap<>();
      Inner inner = new Inner();
      Inner sameInner = inner;
      @Nullable Object[] objects = {null, "x", 2L};
      @Nullable Object nothing;
    }

    @Override
    public TallyLocals start() {
      return new TallyLocals();
    }

    @Override
    protected void generate(TallyLocals f, Task self) {
      while (f.number < 5) {
        self.yield(value(f));
        change(f);
      }
    }

    private static long value(TallyLocals f) {
      long sum =
          (long) f.small + f.medium + f.number + f.letter + f.colour.name().length() + f.numbers[0];
      sum += f.text.hashCode() + Double.doubleToRawLongBits(f.precise) % 100 + f.list.size();
      sum += f.flag ? 1 : 0;
      sum += f.flags[0] ? f.letters[0] : f.letters[1];
      sum += (long) f.inner.values[0] + f.map.keySet().toString().hashCode();
      Point point = f.point;
      return Math.floorMod(sum + (point == null ? 0 : (long) point.x), 100L);
    }

    private static void change(TallyLocals f) {
      f.flag = !f.flag;
      f.small++;
      f.medium = (short) (3 * f.medium);
      f.number++;
      f.large++;
      f.single = -f.single;
      f.letter++;
      f.text = f.text + (char) ('\u00e0' + f.number) + "\n\"'";
      f.point = new Point(f.number, f.point);
      f.colour = f.colour.next();
      f.numbers[0] += f.sameNumbers[2];
      f.sameNumbers[1] ^= f.numbers[0];
      f.flags[0] = !f.flags[1];
      f.flags[1] = !f.flags[1];
      f.letters[1]++;
      f.list.add(f.numbers);
      f.map.put("m" + (f.number * 3) % 5, f.list);
      f.sameInner.touch();
      f.objects[0] = f.inner;
      f.nothing = f.flag ? null : f.point;
    }
  }

  /** A generator that yields, three times, what its child gives. */
  public static final class Echo extends Generator<Echo.EchoLocals> {
    /** The locals. */
    public static final class EchoLocals extends Frame {
      int round;
      boolean called;
      Args got = Args.EMPTY;
    }

    @Override
    public EchoLocals start() {
      return new EchoLocals();
    }

    @Override
    protected void generate(EchoLocals f, Task self) {
      while (f.round < 3) {
        if (!f.called) {
          f.got = self.call(0, f.args());
          f.called = true;
        }
        self.yield(f.got);
        f.called = false;
        f.round++;
      }
    }
  }

  /** An experiment whose program {@code main} is the spec's, some calls replaced. */
  public static Experiment experiment(Spec spec) {
    SpecFunctions functions = new SpecFunctions();
    Keeper keeper = new Keeper();
    return new Experiment()
        .types(TYPES)
        .component("functions", functions)
        .component("keeper", keeper)
        .program("main", node(spec, functions, keeper));
  }

  private static Node node(Spec spec, SpecFunctions functions, Keeper keeper) {
    if (spec.word().equals("CALL")) {
      return switch (spec.function()) {
        case "next:5" -> Programs.generate(new Tally());
        case "tee" -> Programs.<Args, Long>call(keeper::remember);
        case "say:a" -> Programs.generate(new Echo(), Programs.<Args, Long>call(keeper::remember));
        case "noop" -> Programs.generate(new Echo(), Programs.seq(Programs.generate(new Tally())));
        default -> functions.call(spec.function());
      };
    }
    List<Node> nodes = spec.children().stream().map(c -> node(c, functions, keeper)).toList();
    return switch (spec.word()) {
      case "SEQ" -> Programs.seq(nodes);
      case "REPEAT" -> Programs.repeat(spec.count(), nodes);
      case "LOOP" -> Programs.loop(nodes);
      case "BUFFER" -> Programs.buffer(spec.count(), nodes.get(0));
      case "WEAVE" -> Programs.weave(nodes);
      case "PARALLEL" -> Programs.parallel(nodes);
      case "CHOOSE" -> Programs.choose(nodes.get(0), nodes.subList(1, nodes.size()));
      default -> throw new IllegalArgumentException(spec.word());
    };
  }
}
