package jacquard.laws;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.program.Programs;
import jacquard.vm.Args;
import jacquard.vm.Atomic;
import jacquard.vm.Node;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The functions that random programs and golden vectors call: pure ones, and counters whose state
 * is one number a function.
 *
 * <p>{@code src/test/resources/golden/README.md} defines them.
 */
public final class SpecFunctions implements Stateful {
  /** One of the functions as a component, so that a call of it can be saved. */
  public static final class Named implements Stateful {
    private SpecFunctions functions = new SpecFunctions();
    private String function = "noop";

    private Named() {}

    Named(SpecFunctions functions, String function) {
      this.functions = functions;
      this.function = function;
    }

    @Override
    public void state(State s) {
      functions = s.value("functions", functions);
      function = s.value("function", function);
    }

    /** Calls the function. */
    public @Nullable Object apply(Args args) {
      return functions.apply(function, args);
    }

    /** Calls a function that changes nothing when it throws. */
    @Atomic
    public @Nullable Object applyOrNot(Args args) {
      return functions.apply(function, args);
    }
  }

  private Map<String, Long> counters = new TreeMap<>();

  @Override
  public void state(State s) {
    counters = s.value("counters", counters);
  }

  /** A call of {@code name} or {@code name:parameter}. */
  public Node call(String function) {
    Named named = new Named(this, function);
    return isBroken(function)
        ? Programs.<Args, Object>call(function, named::apply)
        : Programs.<Args, Object>call(function, named::applyOrNot);
  }

  /** Whether a function counts a call of which it throws. */
  static boolean isBroken(String function) {
    return function.startsWith("flaky");
  }

  /** The counters by function: all the state there is. */
  public Map<String, Long> counters() {
    return Map.copyOf(counters);
  }

  /** What the function gives, null for nothing. */
  @Nullable Object apply(String function, Args args) {
    int colon = function.indexOf(':');
    String name = colon < 0 ? function : function.substring(0, colon);
    String parameter = colon < 0 ? "" : function.substring(colon + 1);
    return switch (name) {
      case "noop", "say" -> null;
      case "true" -> true;
      case "false" -> false;
      case "const" -> Long.parseLong(parameter);
      case "pair" -> List.of(1L, 2L);
      case "tee" -> args.size() == 0 ? null : args.get(0);
      case "next" -> next(function, parameter.isEmpty() ? 0 : Long.parseLong(parameter));
      case "cyc" -> next(function, 0) % Long.parseLong(parameter);
      case "fail" -> fail(function, Long.parseLong(parameter));
      case "flaky" -> flaky(function, Long.parseLong(parameter));
      case "add" -> add(values(args, 2));
      case "kw" -> kw(args);
      default -> unary(name, parameter, values(args, 1).get(0));
    };
  }

  private static @Nullable Object unary(String name, String parameter, Object x) {
    return switch (name) {
      case "id" -> x;
      case "inc" -> number(x, a -> a instanceof Long l ? (Object) (l + 1) : (Double) a + 1);
      case "dbl" -> number(x, a -> a instanceof Long l ? (Object) (2 * l) : 2 * (Double) a);
      case "mod" -> number(x, a -> mod(a, Long.parseLong(parameter)));
      case "lt" -> number(x, a -> ((Number) a).doubleValue() < Double.parseDouble(parameter));
      case "first" -> x instanceof List<?> list ? list.get(0) : Array.get(x, 0);
      case "sum" -> sum(x);
      case "mean" -> mean(x);
      case "len" -> x instanceof List<?> list ? (long) list.size() : (long) Array.getLength(x);
      default -> throw new IllegalArgumentException("no function is called " + name);
    };
  }

  private static List<Object> values(Args args, int count) {
    if (args.size() != count || !args.named().isEmpty()) {
      throw new IllegalArgumentException("takes " + count + " values, was given " + args);
    }
    return args.values();
  }

  private long next(String function, long first) {
    return counters.merge(function, 1L, Long::sum) - 1 + first;
  }

  private long fail(String function, long successes) {
    if (counters.getOrDefault(function, 0L) >= successes) {
      throw new IllegalStateException(function);
    }
    return next(function, 0);
  }

  private long flaky(String function, long every) {
    long count = next(function, 1);
    if (count % every == 0) {
      throw new IllegalStateException(function);
    }
    return count;
  }

  private static Object add(List<Object> xy) {
    if (xy.get(0) instanceof Long a && xy.get(1) instanceof Long b) {
      return a + b;
    }
    return ((Number) xy.get(0)).doubleValue() + ((Number) xy.get(1)).doubleValue();
  }

  private static Object kw(Args args) {
    Object k = args.named().getOrDefault("k", 0L);
    if (args.size() != 1 || args.named().size() > (args.named().containsKey("k") ? 1 : 0)) {
      throw new IllegalArgumentException("takes x and k, was given " + args);
    }
    return 10 * (Long) args.get(0) + (Long) k;
  }

  /** Applies to a number, or to each element of an array. */
  private static Object number(Object x, UnaryOperator<Object> op) {
    if (x instanceof Boolean b) {
      return op.apply(b ? 1L : 0L);
    }
    if (x instanceof Number n) {
      return op.apply(
          n instanceof Double || n instanceof Float ? (Object) n.doubleValue() : n.longValue());
    }
    if (!x.getClass().isArray()) {
      throw new IllegalArgumentException("not a number or an array: " + x);
    }
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(x); i++) {
      elements.add(number(Array.get(x, i), op));
    }
    Class<?> type = elements.isEmpty() ? double.class : elements.get(0).getClass();
    Class<?> primitive = java.lang.invoke.MethodType.methodType(type).unwrap().returnType();
    Object result = Array.newInstance(primitive, elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Array.set(result, i, elements.get(i));
    }
    return result;
  }

  private static Object mod(Object a, long n) {
    if (a instanceof Long l) {
      return Math.floorMod(l, n);
    }
    double x = (Double) a;
    return x - n * Math.floor(x / n);
  }

  private static Object sum(Object x) {
    List<Number> all = flat(x);
    if (all.stream().allMatch(n -> n instanceof Long || n instanceof Integer)) {
      return all.isEmpty() ? 0.0 : (Object) all.stream().mapToLong(Number::longValue).sum();
    }
    return all.stream().mapToDouble(Number::doubleValue).sum();
  }

  private static Object mean(Object x) {
    return flat(x).stream().mapToDouble(Number::doubleValue).average().orElse(Double.NaN);
  }

  private static List<Number> flat(Object x) {
    List<Number> all = new ArrayList<>();
    switch (x) {
      case Boolean b -> all.add(b ? 1L : 0L);
      case Number n -> all.add(n);
      case List<?> list -> list.forEach(e -> all.addAll(flat(e)));
      default -> {
        for (int i = 0; i < Array.getLength(x); i++) {
          all.addAll(flat(Array.get(x, i)));
        }
      }
    }
    return all;
  }
}
