package jacquard.laws;

import jacquard.vm.Args;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A plain recursive interpreter of {@link Spec}s: the model the machine is compared with.
 *
 * <p>It knows no jumps, frames or continuations. Each construct is a Java method that calls its
 * children and says where a step begins; a WEAVE's threads are Java threads that run in lock step.
 */
public final class Model {
  /** What a run of the model left behind. */
  public record Outcome(long steps, @Nullable Args result, boolean failed, List<String> calls) {}

  /** Ends the run of a model that has taken its steps, or of an abandoned thread. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop() {
      super("stop", null, false, false);
    }
  }

  /** Says that a step begins. */
  private interface Steps {
    void begin();

    /** What is done in the step, again if it fails and others take steps in between. */
    default Args attempt(Supplier<Args> action) {
      return action.get();
    }
  }

  private final SpecFunctions functions = new SpecFunctions();
  private final List<String> calls = new ArrayList<>();
  private final long limit;
  private long begun;

  private Model(long limit) {
    this.limit = limit;
  }

  /** Runs a program until it ends, fails or has taken {@code limit} steps. */
  public static Outcome run(Spec spec, Args args, long limit) {
    Model model = new Model(limit);
    try {
      Args result = model.run(spec, args, model::beginStep);
      return new Outcome(model.begun, result, false, model.calls);
    } catch (Stop stop) {
      return new Outcome(model.begun, null, false, model.calls);
    } catch (RuntimeException e) {
      return new Outcome(model.begun - 1, null, true, model.calls);
    }
  }

  private void beginStep() {
    if (begun == limit) {
      throw new Stop();
    }
    begun++;
  }

  private Args run(Spec spec, Args args, Steps steps) {
    steps.begin();
    return switch (spec.word()) {
      case "CALL" -> steps.attempt(() -> call(spec, args));
      case "SEQ" -> rounds(1, spec, args, steps);
      case "REPEAT" -> rounds(spec.count(), spec, args, steps);
      case "LOOP" -> rounds(Long.MAX_VALUE, spec, args, steps);
      case "BUFFER" -> buffer(spec, args, steps);
      case "CHOOSE" -> choose(spec, args, steps);
      case "WEAVE" -> weave(spec, args, steps);
      case "PARALLEL" -> parallel(spec, args, steps);
      default -> throw new IllegalArgumentException(spec.word());
    };
  }

  private Args call(Spec spec, Args args) {
    Object value = functions.apply(spec.function(), args);
    calls.add((begun - 1) + " " + spec.function() + args + " = " + Args.of(orNothing(value)));
    return Args.of(orNothing(value));
  }

  private static Object[] orNothing(@Nullable Object value) {
    return value == null ? new Object[0] : new Object[] {value};
  }

  private Args child(Spec child, Args args, Steps steps) {
    Args result = run(child, args, steps);
    steps.begin();
    return result;
  }

  private Args rounds(long rounds, Spec spec, Args args, Steps steps) {
    Args now = args;
    for (long round = 0; round < rounds && !spec.children().isEmpty(); round++) {
      for (Spec child : spec.children()) {
        now = child(child, now, steps);
      }
    }
    return now;
  }

  private Args buffer(Spec spec, Args args, Steps steps) {
    List<Object> values = new ArrayList<>();
    for (long i = 0; i < spec.count(); i++) {
      values.add(single(child(spec.children().get(0), args, steps)));
    }
    return Args.of(stacked(values));
  }

  /** The stacking rule, for the kinds of values that {@link SpecFunctions} give. */
  private static Object stacked(List<?> values) {
    if (values.isEmpty()) {
      return new double[0];
    }
    Object first = values.get(0);
    boolean alike = values.stream().allMatch(v -> v.getClass() == first.getClass());
    if (values.stream().allMatch(List.class::isInstance)) {
      return stacked(values.stream().map(row -> stacked((List<?>) row)).toList());
    }
    if (alike && first instanceof Long) {
      return values.stream().mapToLong(v -> (Long) v).toArray();
    }
    if (alike && first instanceof Double) {
      return values.stream().mapToDouble(v -> (Double) v).toArray();
    }
    boolean numbers = values.stream().allMatch(Number.class::isInstance);
    if (numbers) {
      return values.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
    }
    Class<?> type = alike ? first.getClass() : Object.class;
    Class<?> element = type == Boolean.class ? boolean.class : type;
    Object array = Array.newInstance(element, values.size());
    for (int i = 0; i < values.size(); i++) {
      Array.set(array, i, values.get(i));
    }
    return array;
  }

  private Args choose(Spec spec, Args args, Steps steps) {
    Object selected = single(child(spec.children().get(0), args, steps));
    if (!(selected instanceof Boolean) && !(selected instanceof Long)) {
      throw new IllegalStateException("not an index: " + selected);
    }
    long index = selected instanceof Boolean b ? (b ? 1 : 0) : (Long) selected;
    List<Spec> options = spec.children().subList(1, spec.children().size());
    if (index < 0 || index >= options.size()) {
      throw new IllegalStateException("no option " + index);
    }
    return child(options.get((int) index), args, steps);
  }

  private static Object single(Args args) {
    if (args.size() != 1 || !args.named().isEmpty()) {
      throw new IllegalStateException("not one value: " + args);
    }
    return args.get(0);
  }

  private Args weave(Spec spec, Args args, Steps steps) {
    List<Strand> strands = new ArrayList<>();
    spec.children().forEach(child -> strands.add(new Strand(child, args)));
    try {
      boolean ended = strands.isEmpty();
      while (!ended) {
        for (Strand strand : strands) {
          steps.begin();
          steps.attempt(strand::step);
          ended |= strand.over;
        }
      }
      return args;
    } finally {
      strands.forEach(Strand::abandon);
    }
  }

  private Args parallel(Spec spec, Args args, Steps steps) {
    List<Strand> strands = new ArrayList<>();
    spec.children().forEach(child -> strands.add(new Strand(child, args)));
    Set<Strand> aside = new HashSet<>();
    try {
      while (!strands.stream().allMatch(strand -> strand.result != null)) {
        steps.begin();
        steps.attempt(() -> takeOne(strands, aside));
      }
      List<Object> values = new ArrayList<>();
      strands.forEach(strand -> values.addAll(Objects.requireNonNull(strand.result).values()));
      return Args.of(values.toArray());
    } finally {
      strands.forEach(Strand::abandon);
    }
  }

  /** One step of the strand with the fewest that has not failed; if all have, of one that has. */
  private static Args takeOne(List<Strand> strands, Set<Strand> aside) {
    List<Strand> inTurn =
        strands.stream()
            .filter(strand -> strand.result == null)
            .sorted(Comparator.comparing((Strand strand) -> strand.taken))
            .toList();
    for (Strand strand : inTurn) {
      if (!aside.contains(strand)) {
        try {
          strand.advance();
          return Args.EMPTY;
        } catch (RuntimeException e) {
          if (SpecFunctions.isBroken(String.valueOf(e.getMessage()))) {
            throw e;
          }
          aside.add(strand);
        }
      }
    }
    inTurn.get(0).advance();
    aside.remove(inTurn.get(0));
    return Args.EMPTY;
  }

  /** The report of a step that failed and may be tried again. */
  private record Failed(RuntimeException thrown) {}

  /**
   * A thread of a WEAVE or PARALLEL: a Java thread that runs while that waits for it, and only
   * then.
   */
  private final class Strand {
    private static final Object GO = "go";
    private static final Object ABANDON = "abandon";
    private static final Object BEGINS = "begins a step";
    private static final Object ENDS = "ends";

    private final SynchronousQueue<Object> orders = new SynchronousQueue<>();
    private final SynchronousQueue<Object> reports = new SynchronousQueue<>();
    private boolean over;
    private @Nullable RuntimeException dead;
    private long taken;
    private volatile @Nullable Args result;

    Strand(Spec spec, Args args) {
      Thread.ofVirtual()
          .start(
              () -> {
                Object report = ENDS;
                try {
                  result = run(spec, args, new Turns());
                } catch (Stop abandoned) {
                  return;
                } catch (RuntimeException e) {
                  report = e;
                }
                put(reports, report);
              });
      over = take(reports) == ENDS;
    }

    /** Lets the strand take one step. */
    void advance() {
      if (dead != null) {
        throw dead;
      }
      put(orders, GO);
      Object report = take(reports);
      if (report instanceof Failed(RuntimeException e)) {
        throw e;
      }
      over = report != BEGINS;
      if (report instanceof RuntimeException e) {
        dead = e;
        throw e;
      }
      taken++;
    }

    Args step() {
      advance();
      return Args.EMPTY;
    }

    void abandon() {
      if (!over) {
        over = true;
        put(orders, ABANDON);
      }
    }

    private void await() {
      if (take(orders) == ABANDON) {
        throw new Stop();
      }
    }

    /** Its steps, each of which waits for its turn. */
    private final class Turns implements Steps {
      @Override
      public void begin() {
        put(reports, BEGINS);
        await();
      }

      @Override
      public Args attempt(Supplier<Args> action) {
        while (true) {
          try {
            return action.get();
          } catch (Stop stop) {
            throw stop;
          } catch (RuntimeException e) {
            put(reports, new Failed(e));
            await();
          }
        }
      }
    }
  }

  private static void put(SynchronousQueue<Object> queue, Object message) {
    try {
      queue.put(message);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object take(SynchronousQueue<Object> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
