package jacquard.datalearn;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.expression.Dim;
import jacquard.expression.ElementType;
import jacquard.expression.Expr;
import jacquard.expression.Expressions;
import jacquard.expression.Function;
import jacquard.expression.Shape;
import jacquard.expression.Shared;
import jacquard.expression.Value;
import jacquard.kernels.Kernels;
import jacquard.learn.Backend;
import jacquard.vm.Atomic;
import jacquard.vm.Frame;
import jacquard.vm.Generator;
import jacquard.vm.Task;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a data set one after the other, as often as it is asked for them, compiled once.
 *
 * <p>It ends with the data, or where a condition on {@link #INDEX} is 0. Sample and condition are
 * computed together, and for many samples at once; when a shared value changes, what was computed
 * ahead is computed again. In a program it is a generator: its place is part of a checkpoint, and
 * so are the data, as far as they are not saved by reference.
 */
@Atomic
public final class Iteration extends Generator<Iteration.Position>
    implements Iterable<Numbers>, Stateful {
  /** The index of the sample, for conditions: an integer. */
  public static final Expr INDEX =
      Expr.input("index", ElementType.INT, new Shape(Dim.named("index"), Dim.of(1)));

  private static final int AHEAD = 256;

  /** What the generator remembers between two samples. */
  public static final class Position extends Frame {
    int index;
  }

  private final Kernels kernels = Backend.current();
  private Data data;
  private Expr condition;
  private Map<Expr, Expr> givens;

  private @Nullable Function count;
  private @Nullable Function samples;
  private int compilations;

  /** The samples computed ahead, the index of the first, and what they were computed from. */
  private List<Numbers> ahead = List.of();

  private int first;
  private long version = -1;

  Iteration(Data data) {
    this(data, Expr.constant(1f), Map.of());
  }

  private Iteration(Data data, Expr condition, Map<Expr, Expr> givens) {
    this.data = data;
    this.condition = condition;
    this.givens = givens;
  }

  /** To be loaded. */
  private Iteration() {
    this(Data.of(Data.INPUT, Expr.constant(0f)));
  }

  /** The same until a condition on {@link #INDEX} is 0 for the first time. */
  public Iteration whilst(Expr newCondition) {
    return new Iteration(data, newCondition, givens);
  }

  /** The same with an expression in the place of another. */
  public Iteration given(Expr what, Expr instead) {
    Map<Expr, Expr> more = new LinkedHashMap<>(givens);
    more.put(what, instead);
    return new Iteration(data, condition, more);
  }

  @Override
  public void state(State s) {
    data = s.value("data", data);
    // Operations are known by identity, so the data are also in the graph of what is given.
    List<Expr> all = new ArrayList<>(data.parts());
    int parts = all.size();
    all.add(condition);
    givens.forEach((what, instead) -> all.addAll(List.of(what, instead)));
    List<Expr> loaded = s.value("graph", new Expressions(all)).roots();
    if (s.isLoading()) {
      data = data.withParts(loaded.subList(0, parts));
      condition = loaded.get(parts);
      givens = new LinkedHashMap<>();
      for (int i = parts + 1; i < loaded.size(); i += 2) {
        givens.put(loaded.get(i), loaded.get(i + 1));
      }
    }
  }

  /** The sample at an index, or null after the end. */
  private @Nullable Numbers at(int index) {
    boolean isAhead = index >= first && index < first + ahead.size() && version == version();
    if (!isAhead) {
      compute(index);
    }
    return index - first < ahead.size() ? ahead.get(index - first) : null;
  }

  private long version() {
    return compiled().shared().stream().mapToLong(Shared::version).sum();
  }

  private void compute(int from) {
    Function function = compiled();
    boolean watched = function.shared().stream().anyMatch(Shared::isView);
    int all = (int) counter().call().getFirst().number();
    int wanted = Math.max(0, Math.min(watched ? 1 : AHEAD, all - from));
    List<Numbers> computed = wanted == 0 ? List.of() : samples(function, from, wanted);
    version = version();
    first = from;
    ahead = computed;
  }

  private List<Numbers> samples(Function function, int from, int wanted) {
    List<Value> values = function.call(IntStream.range(from, from + wanted).toArray());
    float[] goesOn = values.getLast().floats();
    List<Numbers> samples = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      if (goesOn[goesOn.length == 1 ? 0 : i] == 0) {
        break;
      }
      samples.add(sample(values, i));
    }
    return samples;
  }

  /** One of the samples that the values are of. */
  private Numbers sample(List<Value> values, int i) {
    List<Value> own = new ArrayList<>();
    int at = 0;
    for (Field field : data.fields().values()) {
      Value all = values.get(at++);
      if (field.isRagged()) {
        int[] starts = values.get(at++).ints();
        int length = starts[i + 1] - starts[i];
        own.add(all.rows(starts[i], length));
        own.add(Value.ofInts(0, length));
      } else {
        own.add(all.row(i));
      }
    }
    return Numbers.of(data, own);
  }

  private Function counter() {
    Function known = count;
    if (known == null) {
      known = Function.compile(kernels, List.of(), List.of(data.count()), givens);
      count = known;
    }
    return known;
  }

  private Function compiled() {
    Function known = samples;
    if (known == null) {
      List<Expr> outputs = new ArrayList<>(data.get(INDEX).parts());
      outputs.add(condition);
      known = Function.compile(kernels, List.of(INDEX), outputs, givens);
      compilations++;
      samples = known;
    }
    return known;
  }

  /** How often the samples' function was compiled: once, when there was a first sample. */
  public int compilations() {
    return compilations;
  }

  @Override
  public Iterator<Numbers> iterator() {
    return new Iterator<>() {
      private int index;

      @Override
      public boolean hasNext() {
        return at(index) != null;
      }

      @Override
      public Numbers next() {
        Numbers next = at(index);
        if (next == null) {
          throw new NoSuchElementException("after the last of " + index + " samples");
        }
        index++;
        return next;
      }
    };
  }

  @Override
  public Position start() {
    return new Position();
  }

  @Override
  protected void generate(Position f, Task self) {
    for (Numbers next = at(f.index); next != null; next = at(f.index)) {
      self.yield(next);
      f.index++;
    }
  }
}
