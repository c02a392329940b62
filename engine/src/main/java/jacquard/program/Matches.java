package jacquard.program;

import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;

import jacquard.hook.NamedHook;
import jacquard.vm.Fn;
import jacquard.vm.Hook;
import jacquard.vm.Moment;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import jacquard.vm.Weave;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The places of a program that a selector matches, and the ways to rewrite them.
 *
 * <p>Each way gives a {@link Rewrite}: a new program and what changed where. That nothing matches
 * is an error, unless {@link #orNone} was called. Where a match lies within another, the inner one
 * is rewritten first, and a function is given the outer one with that done.
 */
@SuppressWarnings("overloads") // a hook that takes a moment and one that takes nothing
public final class Matches {
  private final Program program;
  private final Selector selector;
  private final List<Place> places;
  private final boolean mayBeNone;
  private final long every;
  private final boolean lenient;

  private Matches(
      Program program,
      Selector selector,
      List<Place> places,
      boolean mayBeNone,
      long every,
      boolean lenient) {
    this.program = program;
    this.selector = selector;
    this.places = places;
    this.mayBeNone = mayBeNone;
    this.every = every;
    this.lenient = lenient;
  }

  static Matches of(Program program, Selector selector) {
    List<Place> places = new ArrayList<>();
    ArrayDeque<Place> open = new ArrayDeque<>();
    open.push(new Place(program.root(), null, 0, program.components()));
    while (!open.isEmpty()) {
      Place place = open.pop();
      if (selector.matches(place)) {
        places.add(place);
      }
      List<Node> children = place.node().children();
      for (int i = children.size() - 1; i >= 0; i--) {
        open.push(new Place(children.get(i), place, i, program.components()));
      }
    }
    return new Matches(program, selector, Collections.unmodifiableList(places), false, 1, false);
  }

  /** These matches, and rewriting none is right too. */
  public Matches orNone() {
    return new Matches(program, selector, places, true, every, lenient);
  }

  /** These matches; the hooks put there are told at each {@code n}-th occurrence, by place. */
  public Matches every(long n) {
    return new Matches(program, selector, places, mayBeNone, n, lenient);
  }

  /** These matches; what the hooks put there throw is logged, and the run goes on. */
  public Matches lenient() {
    return new Matches(program, selector, places, mayBeNone, every, true);
  }

  /** How many places match. */
  public int count() {
    return places.size();
  }

  /**
   * The error that nothing matches, with the names that are near.
   *
   * @param advice what to do about it, a sentence
   */
  public ProgramException nothing(String advice) {
    return NearMisses.nothing(program, selector, advice);
  }

  /** The places, in the order of the program. */
  public List<Place> places() {
    return places;
  }

  /** The program that was searched. */
  public Program program() {
    return program;
  }

  // ---- hooks ------------------------------------------------------------------------------------

  /** Has a method told before each execution. */
  public Rewrite before(Fn.P1<Moment> hook) {
    return hook(Hook.of(Hook.When.BEFORE, hook));
  }

  /** Has a method without parameters told before each execution. */
  public Rewrite before(Fn.P0 hook) {
    return hook(Hook.of(Hook.When.BEFORE, hook));
  }

  /** Has a method told after each execution. */
  public Rewrite after(Fn.P1<Moment> hook) {
    return hook(Hook.of(Hook.When.AFTER, hook));
  }

  /** Has a method without parameters told after each execution. */
  public Rewrite after(Fn.P0 hook) {
    return hook(Hook.of(Hook.When.AFTER, hook));
  }

  /** Puts a hook there, after those that are there. */
  public Rewrite hook(Hook hook) {
    Hook timed = every == 1 ? hook : hook.every(every);
    Hook added = lenient ? timed.lenient() : timed;
    return rewrite(
        added.label(program.components()),
        place -> {},
        once(
            node -> {
              NamedHook.check(added, node);
              List<Hook> hooks = new ArrayList<>(node.hooks());
              hooks.add(added);
              return node.withHooks(hooks);
            }));
  }

  /** Takes all hooks away. */
  public Rewrite unhook() {
    requirePlain("unhook");
    return rewrite("no hooks", place -> {}, once(node -> node.withHooks(List.of())));
  }

  /** A function that is called once for each node, however many places it stands in. */
  private static UnaryOperator<Node> once(UnaryOperator<Node> function) {
    IdentityHashMap<Node, Node> results = new IdentityHashMap<>();
    return node -> results.computeIfAbsent(node, function);
  }

  // ---- other nodes ------------------------------------------------------------------------------

  /**
   * Runs a node before, on the same values, and drops what it gives; its steps are steps of the
   * run.
   */
  public Rewrite before(Node node) {
    return around(match -> seq(aside(node), match));
  }

  /** Runs a node after, on what the match gave, and drops what it gives itself. */
  public Rewrite after(Node node) {
    return around(match -> seq(match, aside(node)));
  }

  /** A weave gives back its own values, of one thread too. */
  private static Node aside(Node node) {
    return weave(Objects.requireNonNull(node, "node"));
  }

  /** Puts another node in the place of each match. */
  public Rewrite replaceWith(Node node) {
    Objects.requireNonNull(node, "node");
    requirePlain("replaceWith");
    return rewrite("replaced by " + node.label(program.components()), place -> {}, match -> node);
  }

  /** Puts in the place of each match what a function makes of it. */
  public Rewrite replaceWith(UnaryOperator<Node> function) {
    return around(function);
  }

  /** Puts something around each match: what a function makes of it. */
  public Rewrite around(UnaryOperator<Node> function) {
    requirePlain("around, before and after with a node");
    return rewrite("rewritten", place -> {}, function);
  }

  /**
   * Puts an empty seq in the place of each match, which passes the values on in one step; so the
   * paths of all others stay.
   *
   * @throws ProgramException if a match is a thread of a weave, which would end with it
   */
  public Rewrite remove() {
    requirePlain("remove");
    return rewrite("removed", Matches::requireNoThread, match -> seq());
  }

  private static void requireNoThread(Place place) {
    Place parent = place.parent();
    if (parent != null && parent.node().construct() instanceof Weave) {
      throw new ProgramException(
          String.format(
                  Locale.ROOT,
                  "%s is a thread of the weave at %s, which ends when a thread does; replace the"
                      + " weave",
                  place,
                  parent.path())
              + " itself");
    }
  }

  private void requirePlain(String way) {
    if (every != 1 || lenient) {
      throw new ProgramException(
          "every(n) and lenient() are for hooks; " + way + " changes what the program does");
    }
  }

  private Rewrite rewrite(
      String what, java.util.function.Consumer<Place> check, UnaryOperator<Node> function) {
    if (places.isEmpty() && !mayBeNone) {
      throw nothing("If that is right, say orNone()");
    }
    places.forEach(check);
    return new Rewriter(program, what, function).rewrite(places);
  }

  /** How many, and each with its path. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d place%s of %s",
            count(),
            count() == 1 ? "" : "s",
            selector.text(program.components())));
    places.forEach(p -> text.append("\n  ").append(p.path()).append("  ").append(p.label()));
    return text.toString();
  }
}
