package jacquard.checkpoint;

import jacquard.experiment.Experiment;
import jacquard.program.Program;
import jacquard.program.Rewrite;
import jacquard.program.Selector;
import jacquard.program.Selectors;
import jacquard.vm.Fn;
import jacquard.vm.Hook;
import jacquard.vm.Moment;
import jacquard.vm.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A component whose hook keeps all it is told, and fails now and then; being state, what it was
 * told is part of every checkpoint.
 */
public final class Witness implements Stateful {
  private List<String> seen = new ArrayList<>();
  private int failEvery = Integer.MAX_VALUE;
  private int told;

  @Override
  public void state(State s) {
    seen = s.value("seen", seen);
    failEvery = s.value("failEvery", failEvery);
    told = s.value("told", told);
  }

  /** One that fails each so many times it is told. */
  public static Witness failing(int every) {
    Witness witness = new Witness();
    witness.failEvery = every;
    return witness;
  }

  /** What it was told, in order. */
  public List<String> seen() {
    return seen;
  }

  /** Told of everything. */
  public void tell(Moment m) {
    if (++told % failEvery == 0) {
      throw new IllegalStateException("told " + told);
    }
    seen.add(
        String.format(
            Locale.ROOT,
            "%s #%d %s %s %s",
            m,
            m.occurrence(),
            m.args(),
            m.isAfter() ? m.result() : "",
            m.enclosing().stream().map(e -> e.path() + e.progress() + shown(e.locals())).toList()));
  }

  private static Map<String, String> shown(Map<String, @Nullable Object> locals) {
    return locals.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e -> e.getValue() == null ? "null" : Shown.value(e.getValue()),
                (a, b) -> a,
                TreeMap::new));
  }

  /** A hook of the witness of an experiment, of a random kind, at random places. */
  public static Function<Program, Rewrite> randomHook(Experiment experiment, Random random) {
    Witness witness = experiment.component("witness", Witness.class);
    Hook.When[] whens = Hook.When.values();
    Hook hook = Hook.of(whens[random.nextInt(whens.length)], (Fn.P1<Moment>) witness::tell);
    int every = 1 + random.nextInt(3);
    Selector selector = randomPlaces(random);
    return p -> p.find(selector).orNone().every(every).hook(hook);
  }

  /** About a third of all places. */
  public static Selector randomPlaces(Random random) {
    long seed = random.nextLong();
    return Selectors.where("some", p -> new Random(seed ^ p.path().hashCode()).nextInt(3) == 0);
  }
}
