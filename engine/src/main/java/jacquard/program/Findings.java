package jacquard.program;

import jacquard.program.Problem.Severity;
import jacquard.program.Wiring.Visit;
import jacquard.vm.Buffer;
import jacquard.vm.Call;
import jacquard.vm.Count;
import jacquard.vm.Names;
import jacquard.vm.Parallel;
import jacquard.vm.Weave;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What is said of the things {@link Wiring} comes upon. */
final class Findings {
  private final Names names;
  private final Consumer<Problem> report;

  Findings(Names names, Consumer<Problem> report) {
    this.names = names;
    this.report = report;
  }

  /** Reports something about a place. */
  void add(Place place, Severity severity, String sentence) {
    report.accept(new Problem(place.path(), place.node.label(names), severity, sentence));
  }

  private void error(Place place, String sentence) {
    add(place, Severity.ERROR, sentence);
  }

  /** A call must get as many values as it takes, of classes it takes. */
  void call(Visit v, Call call) {
    List<Class<?>> taken = call.parameters();
    int count = taken.size();
    if (call.takesArgs() || count == 0) {
      return;
    }
    if (count < v.in.least() || count > v.in.most()) {
      error(
          v,
          String.format(
              Locale.ROOT,
              "it takes %d %s but is given %s%s",
              count,
              count == 1 ? "value" : "values",
              v.in.words(),
              giver(v)));
      return;
    }
    for (int i = 0; i < count; i++) {
      if (!Flow.canBe(taken.get(i), v.in.type(i))) {
        error(
            v,
            String.format(
                Locale.ROOT,
                "it takes %s as value %d but is given %s%s",
                Flow.article(taken.get(i)),
                i,
                Flow.article(v.in.type(i)),
                giver(v)));
        return;
      }
    }
  }

  private String giver(Visit v) {
    return (v.from == null ? " at the start" : " by " + v.from.label(names))
        + (v.round() > 1 ? " in round " + v.round() : "");
  }

  /** What a buffer gives, whose child must give one value. */
  Flow buffer(Visit v, Buffer buffer, Flow reply) {
    boolean isFixed = buffer.count() instanceof Count.Fixed;
    if (reply.isNever()) {
      return isFixed ? reply : Flow.one(double[].class);
    }
    if (!reply.canBeOne()) {
      error(v, "its child must give exactly one value but gives " + reply.words());
      return Flow.one(Object.class);
    }
    return isFixed ? reply.stacked() : Flow.one(double[].class).or(reply.stacked());
  }

  /** A choose's selector must give a boolean or an integer. */
  void selector(Visit v, Flow reply) {
    if (!reply.canSelect()) {
      error(v, "its selector must give a boolean or an integer but gives " + reply.words());
    } else if (reply.type(0) == Boolean.class && v.node.children().size() > 3) {
      add(
          new Place(v.node.children().get(3), v, 3),
          Severity.WARNING,
          "it is never chosen: the selector gives a boolean, which chooses option 0 or 1");
    }
  }

  /** A repeat or buffer of nothing. */
  void neverEntered(Visit v) {
    add(v, Severity.WARNING, "what is in it never runs, since its count is not positive");
  }

  /** What stands after something endless. */
  void neverReached(Visit v, int child) {
    Place before = new Place(v.node.children().get(child - 1), v, child - 1);
    add(
        new Place(v.node.children().get(child), v, child),
        Severity.WARNING,
        String.format(
            Locale.ROOT,
            "it is never reached: %s at %s never ends",
            before.node.label(names),
            before.path()));
  }

  /** A loop or a weave of loops. */
  void endless(Visit v) {
    if (v.mayBeLeft) {
      return;
    }
    boolean isWeave = v.node.construct() instanceof Weave;
    add(
        v,
        Severity.WARNING,
        isWeave
            ? "it never ends, since none of its threads does"
            : v.node.construct() instanceof Parallel
                ? "it never ends, since not all of its threads do"
                : "it never ends: only a weave around it, or stopping the run, would end it");
  }
}
