package jacquard.program;

import jacquard.vm.Buffer;
import jacquard.vm.Call;
import jacquard.vm.Choose;
import jacquard.vm.Construct;
import jacquard.vm.Fn;
import jacquard.vm.Loop;
import jacquard.vm.Method;
import jacquard.vm.Names;
import jacquard.vm.Parallel;
import jacquard.vm.Paths;
import jacquard.vm.ProgramException;
import jacquard.vm.Repeat;
import jacquard.vm.SavePoint;
import jacquard.vm.Seq;
import jacquard.vm.Threaded;
import jacquard.vm.Weave;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The words selectors are written in, for static import beside {@link Programs}: what is built
 * there with {@code repeat(..)} and {@code call(kf::next)} is found here with {@code repeats()} and
 * {@code calls(kf::next)}.
 */
@SuppressWarnings(
    "overloads") // a method that gives a value and one that gives none: both are calls
public final class Selectors {
  /** The constructs by the words they are printed with, those of users under {@code generate}. */
  static final Map<String, Predicate<Construct>> WORDS =
      Map.of(
          "seq", c -> c instanceof Seq,
          "repeat", c -> c instanceof Repeat && !(c instanceof Seq) && !(c instanceof Loop),
          "loop", c -> c instanceof Loop,
          "choose", c -> c instanceof Choose,
          "weave", c -> c instanceof Weave,
          "parallel", c -> c instanceof Parallel,
          "buffer", c -> c instanceof Buffer,
          "checkpoint", c -> c instanceof SavePoint,
          "call", c -> c instanceof Call,
          "generate", Selectors::isOfUsers);

  private Selectors() {}

  /** Whether it is a generator or another construct that is not the language's own. */
  static boolean isOfUsers(Construct construct) {
    return switch (construct) {
      case Call c -> false;
      case Repeat r -> false;
      case Choose c -> false;
      case Threaded<?> t -> false;
      case Buffer b -> false;
      case SavePoint s -> false;
      default -> true;
    };
  }

  /** All seqs. */
  public static Selector seqs() {
    return constructs("seq");
  }

  /** All repeats. */
  public static Selector repeats() {
    return constructs("repeat");
  }

  /** All loops. */
  public static Selector loops() {
    return constructs("loop");
  }

  /** All chooses. */
  public static Selector chooses() {
    return constructs("choose");
  }

  /** All parallels. */
  public static Selector parallels() {
    return constructs("parallel");
  }

  /** All weaves. */
  public static Selector weaves() {
    return constructs("weave");
  }

  /** All buffers. */
  public static Selector buffers() {
    return constructs("buffer");
  }

  /** All save points. */
  public static Selector checkpoints() {
    return constructs("checkpoint");
  }

  /** All generators and other constructs of users. */
  public static Selector generators() {
    return constructs("generate");
  }

  /** All calls. */
  public static Selector calls() {
    return constructs("call");
  }

  static Selector constructs(String word) {
    Predicate<Construct> is = java.util.Objects.requireNonNull(WORDS.get(word));
    return new Selector(place -> is.test(place.node().construct()), names -> word, List.of());
  }

  /**
   * Nodes of a name, and calls of a label, such as {@code train_layer1}, {@code layer1.filt},
   * {@code layer*.filt}.
   *
   * @param pattern in which {@code *} stands for any characters and {@code ?} for one
   */
  public static Selector named(String pattern) {
    Pattern glob = glob(pattern);
    return new Selector(
        place -> place.names().stream().anyMatch(name -> glob.matcher(name).matches()),
        names -> SelectorParser.quoted(pattern),
        List.of(pattern));
  }

  private static Pattern glob(String pattern) {
    if (pattern.isEmpty()) {
      throw new ProgramException("a pattern of no characters matches nothing; write * for any");
    }
    String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.compile(regex);
  }

  /**
   * What stands at a path.
   *
   * @throws ProgramException if it is not a path
   */
  public static Selector at(String path) {
    List<String> way = Paths.indices(path);
    return new Selector(
        place -> {
          Place p = place;
          for (int i = way.size() - 1; i >= 0 && p != null; i--) {
            p = p.index() == Integer.parseInt(way.get(i)) ? p.parent() : null;
          }
          return p != null && p.parent() == null;
        },
        names -> path,
        List.of());
  }

  /** What is anywhere below a place that the selector matches. */
  public static Selector inside(Selector around) {
    return new Selector(
        place -> {
          for (Place p = place.parent(); p != null; p = p.parent()) {
            if (around.matches(p)) {
              return true;
            }
          }
          return false;
        },
        names -> "inside(" + around.text(names) + ")",
        around.words());
  }

  /** What the selector does not match. */
  public static Selector not(Selector selector) {
    return new Selector(
        place -> !selector.matches(place),
        names -> "not(" + selector.text(names) + ")",
        selector.words());
  }

  /** What meets a condition of one's own. */
  public static Selector where(String words, Predicate<Place> condition) {
    return new Selector(condition, names -> words, List.of());
  }

  private static Selector calling(Fn fn) {
    Method wanted = Method.of(fn);
    if (wanted.isLambda()) {
      throw new ProgramException(
          "a lambda is another one wherever it is written; find a call by a method reference, such"
              + " as calls(kf::next), or by its name with named(\"..\")");
    }
    return new Selector(
        place -> place.node().construct() instanceof Call call && isSame(call.method(), wanted),
        wanted::label,
        List.of(wanted.label(Names.NONE)));
  }

  /** The same method of the same component; one that overrides it is the same. */
  private static boolean isSame(Method a, Method b) {
    return a.receiver() == b.receiver()
        && a.name().equals(b.name())
        && a.type().parameterList().equals(b.type().parameterList())
        && (a.receiver() != null || a.owner() == b.owner());
  }

  /** The calls of this method of this component. */
  public static <R> Selector calls(Fn.F0<R> fn) {
    return calling(fn);
  }

  /** The calls of this method of this component. */
  public static <A, R> Selector calls(Fn.F1<A, R> fn) {
    return calling(fn);
  }

  /** The calls of this method of this component. */
  public static <A, B, R> Selector calls(Fn.F2<A, B, R> fn) {
    return calling(fn);
  }

  /** The calls of this method of this component. */
  public static <A, B, C, R> Selector calls(Fn.F3<A, B, C, R> fn) {
    return calling(fn);
  }

  /** The calls of this method of this component. */
  public static Selector calls(Fn.P0 fn) {
    return calling(fn);
  }

  /** The calls of this method of this component. */
  public static <A> Selector calls(Fn.P1<A> fn) {
    return calling(fn);
  }

  /** The calls of this method of this component. */
  public static <A, B> Selector calls(Fn.P2<A, B> fn) {
    return calling(fn);
  }

  /** The calls of this method of this component. */
  public static <A, B, C> Selector calls(Fn.P3<A, B, C> fn) {
    return calling(fn);
  }
}
