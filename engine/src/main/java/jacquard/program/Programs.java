package jacquard.program;

import jacquard.vm.Buffer;
import jacquard.vm.Call;
import jacquard.vm.Choose;
import jacquard.vm.Count;
import jacquard.vm.Fn;
import jacquard.vm.Loop;
import jacquard.vm.Node;
import jacquard.vm.Parallel;
import jacquard.vm.ProgramException;
import jacquard.vm.Repeat;
import jacquard.vm.Routine;
import jacquard.vm.SavePoint;
import jacquard.vm.Seq;
import jacquard.vm.Weave;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words programs are written in, for static import.
 *
 * <p>Every method throws {@link ProgramException} for a null child or wiring its construct refuses.
 */
@SuppressWarnings(
    "overloads") // a method that gives a value and one that gives none: both are calls
public final class Programs {
  private Programs() {}

  /** Runs the children once, each fed the last one's result. */
  public static Node seq(Node... children) {
    return seq(list(children));
  }

  /** Runs the children once, each fed the last one's result. */
  public static Node seq(List<? extends @Nullable Node> children) {
    return Node.of(new Seq(), children);
  }

  /** Runs the children {@code rounds} times; values pass through if that is 0 or less. */
  public static Node repeat(long rounds, Node... children) {
    return repeat(rounds, list(children));
  }

  /** Runs the children {@code rounds} times; values pass through if that is 0 or less. */
  public static Node repeat(long rounds, List<? extends @Nullable Node> children) {
    return Node.of(new Repeat(rounds), children);
  }

  /** Runs the children without end; at least one is needed. */
  public static Node loop(Node... children) {
    return loop(list(children));
  }

  /** Runs the children without end; at least one is needed. */
  public static Node loop(List<? extends @Nullable Node> children) {
    return Node.of(new Loop(), children);
  }

  /** Runs the selector, then the option it names; at least one is needed. */
  public static Node choose(Node selector, Node... options) {
    return choose(selector, list(options));
  }

  /** Runs the selector, then the option it names; at least one is needed. */
  public static Node choose(Node selector, List<? extends @Nullable Node> options) {
    List<@Nullable Node> children = new ArrayList<>(options.size() + 1);
    children.add(selector);
    children.addAll(options);
    return Node.of(new Choose(), children);
  }

  /** Interleaves the children as threads, one step at a time, until one ends. */
  public static Node weave(Node... threads) {
    return weave(list(threads));
  }

  /** Interleaves the children as threads, one step at a time, until one ends. */
  public static Node weave(List<? extends @Nullable Node> threads) {
    return Node.of(new Weave(), threads);
  }

  /** Runs the children as threads to the end of all; gives their values in order. */
  public static Node parallel(Node... threads) {
    return parallel(list(threads));
  }

  /** Runs the children as threads to the end of all; gives their values in order. */
  public static Node parallel(List<? extends @Nullable Node> threads) {
    return Node.of(new Parallel(), threads);
  }

  /** Stacks {@code count} results of the child into one array; an empty one if 0 or less. */
  public static Node buffer(long count, Node child) {
    return Node.of(new Buffer(Count.of(count)), list(child));
  }

  /** Stacks results of the child, as many as a method gives when the buffer is entered. */
  public static Node buffer(Fn.F0<? extends Number> count, Node child) {
    return Node.of(new Buffer(Count.of(count)), list(child));
  }

  /** Marks a place where a checkpoint is wanted; values pass through. */
  public static Node checkpoint(String name) {
    return Node.of(new SavePoint(name), List.of());
  }

  /** A generator, or another construct of one's own. */
  public static Node generate(Routine<?> routine, Node... children) {
    return Node.of(routine, list(children));
  }

  /** Calls a method without parameters, such as {@code kf::next}. */
  public static <R> Node call(Fn.F0<R> fn) {
    return node(Call.of(fn));
  }

  /** Calls a method with one parameter, such as {@code pca::filt}; one of {@code Args} gets all. */
  public static <A, R> Node call(Fn.F1<A, R> fn) {
    return node(Call.of(fn));
  }

  /** Calls a method with two parameters. */
  public static <A, B, R> Node call(Fn.F2<A, B, R> fn) {
    return node(Call.of(fn));
  }

  /** Calls a method with three parameters. */
  public static <A, B, C, R> Node call(Fn.F3<A, B, C, R> fn) {
    return node(Call.of(fn));
  }

  /** Calls a method without parameters that gives nothing, such as {@code pca::clear}. */
  public static Node call(Fn.P0 fn) {
    return node(Call.of(fn));
  }

  /** Calls a method with one parameter that gives nothing, such as {@code pca::analyze}. */
  public static <A> Node call(Fn.P1<A> fn) {
    return node(Call.of(fn));
  }

  /** Calls a method with two parameters that gives nothing. */
  public static <A, B> Node call(Fn.P2<A, B> fn) {
    return node(Call.of(fn));
  }

  /** Calls a method with three parameters that gives nothing. */
  public static <A, B, C> Node call(Fn.P3<A, B, C> fn) {
    return node(Call.of(fn));
  }

  /** Calls a lambda without parameters, under a name. */
  public static <R> Node call(String name, Fn.F0<R> fn) {
    return node(Call.of(name, fn));
  }

  /** Calls a lambda with one parameter, under a name; one of {@code Args} gets all values. */
  public static <A, R> Node call(String name, Fn.F1<A, R> fn) {
    return node(Call.of(name, fn));
  }

  /** Calls a lambda with two parameters, under a name. */
  public static <A, B, R> Node call(String name, Fn.F2<A, B, R> fn) {
    return node(Call.of(name, fn));
  }

  /** Calls a lambda with three parameters, under a name. */
  public static <A, B, C, R> Node call(String name, Fn.F3<A, B, C, R> fn) {
    return node(Call.of(name, fn));
  }

  /** Calls a lambda without parameters that gives nothing, under a name. */
  public static Node call(String name, Fn.P0 fn) {
    return node(Call.of(name, fn));
  }

  /** Calls a lambda with one parameter that gives nothing, under a name. */
  public static <A> Node call(String name, Fn.P1<A> fn) {
    return node(Call.of(name, fn));
  }

  /** Calls a lambda with two parameters that gives nothing, under a name. */
  public static <A, B> Node call(String name, Fn.P2<A, B> fn) {
    return node(Call.of(name, fn));
  }

  /** Calls a lambda with three parameters that gives nothing, under a name. */
  public static <A, B, C> Node call(String name, Fn.P3<A, B, C> fn) {
    return node(Call.of(name, fn));
  }

  private static Node node(Call call) {
    return Node.of(call, List.of());
  }

  /** As a list that may hold nulls, which {@link Node#of} refuses by their place. */
  private static List<@Nullable Node> list(Node... nodes) {
    return java.util.Arrays.asList(nodes);
  }
}
