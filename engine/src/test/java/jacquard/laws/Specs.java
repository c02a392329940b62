package jacquard.laws;

import jacquard.vm.Args;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Arbitraries of random programs: every construct, nested, with calls that use and ignore values.
 */
public final class Specs {
  private static final int DEPTH = 4;

  private Specs() {}

  /** Programs that may end, fail or go on for ever. */
  public static Arbitrary<Spec> programs() {
    return construct(DEPTH);
  }

  /** No values, or one small number. */
  public static Arbitrary<Args> arguments() {
    return Arbitraries.oneOf(
        Arbitraries.just(Args.EMPTY), Arbitraries.longs().between(-2, 9).map(Args::of));
  }

  private static Arbitrary<Spec> call() {
    return Arbitraries.frequency(
            Tuple.of(6, "next"),
            Tuple.of(3, "next:5"),
            Tuple.of(4, "say:a"),
            Tuple.of(4, "tee"),
            Tuple.of(3, "const:2"),
            Tuple.of(2, "cyc:3"),
            Tuple.of(2, "noop"),
            Tuple.of(2, "inc"),
            Tuple.of(1, "dbl"),
            Tuple.of(1, "pair"),
            Tuple.of(1, "true"),
            Tuple.of(1, "fail:3"),
            Tuple.of(1, "flaky:3"))
        .map(Spec::call);
  }

  private static Arbitrary<Spec> construct(int depth) {
    if (depth == 0) {
      return call();
    }
    Arbitrary<Spec> child = Arbitraries.lazy(() -> construct(depth - 1));
    Arbitrary<List<Spec>> children = child.list().ofMaxSize(3);
    Arbitrary<Long> counts = Arbitraries.longs().between(-1, 4);
    return Arbitraries.oneOf(
        call(),
        children.map(c -> Spec.of("SEQ", 0, c)),
        Combinators.combine(counts, children).as((n, c) -> Spec.of("REPEAT", n, c)),
        child.list().ofMinSize(1).ofMaxSize(2).map(c -> Spec.of("LOOP", 0, c)),
        Combinators.combine(counts, valued(child)).as(Specs::buffer),
        children.map(c -> Spec.of("WEAVE", 0, c)),
        children.map(Specs::parallel),
        Combinators.combine(selector(child), child.list().ofMinSize(1).ofMaxSize(3))
            .as(Specs::choose));
  }

  /** A Buffer and its sum: stacks of stacks would grow without bound in a loop. */
  private static Spec buffer(long count, Spec child) {
    return Spec.of("SEQ", 0, List.of(Spec.of("BUFFER", count, List.of(child)), Spec.call("sum")));
  }

  /** A Parallel that gives few values: those of several threads would double in every round. */
  private static Spec parallel(List<Spec> threads) {
    Spec parallel = Spec.of("PARALLEL", 0, threads);
    return threads.size() < 2 ? parallel : Spec.of("SEQ", 0, List.of(parallel, Spec.call("next")));
  }

  /** A child that gives a value nearly always, as a Buffer wants it. */
  private static Arbitrary<Spec> valued(Arbitrary<Spec> child) {
    return Arbitraries.oneOf(
        Arbitraries.just(Spec.call("next")),
        child,
        child.map(c -> Spec.of("SEQ", 0, List.of(c, Spec.call("next:5")))));
  }

  /** A selector that stays in range nearly always. */
  private static Arbitrary<Spec> selector(Arbitrary<Spec> child) {
    return Arbitraries.oneOf(
        Arbitraries.of("cyc:1", "cyc:2", "const:0", "lt:3").map(Spec::call),
        child.map(c -> Spec.of("SEQ", 0, List.of(c, Spec.call("cyc:2")))));
  }

  private static Spec choose(Spec selector, List<Spec> options) {
    List<Spec> children = new ArrayList<>(options);
    children.add(0, selector);
    return Spec.of("CHOOSE", 0, List.copyOf(children));
  }
}
