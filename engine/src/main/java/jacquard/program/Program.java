package jacquard.program;

import jacquard.trace.Profile;
import jacquard.vm.Args;
import jacquard.vm.Node;
import jacquard.vm.Paths;
import jacquard.vm.ProgramException;
import jacquard.vm.Vm;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An immutable program: a tree of constructs whose nodes have stable paths, and the names of the
 * components it calls.
 *
 * <p>A path tells the way from the root: {@code /} is the root, {@code /0/2} the third child of its
 * first child. Child 0 of a choose is its selector.
 */
public final class Program {
  /** The largest tree, each place of a shared node counted. */
  public static final long LARGEST = 1L << 26;

  private final Node root;
  private final Components components;

  private Program(Node root, Components components) {
    this.root = root;
    this.components = components;
  }

  /**
   * A program without named components.
   *
   * @throws ProgramException if the tree is too large or shares a node between threads
   */
  public static Program of(Node root) {
    return of(root, Components.NONE);
  }

  /**
   * A program over named components.
   *
   * @throws ProgramException if the tree is too large or shares a node between threads
   */
  public static Program of(Node root, Components components) {
    if (root.size() > LARGEST) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "a program of %,d nodes is more than %,d; nodes that stand in several places count"
                  + " each time",
              root.size(),
              LARGEST));
    }
    Sharing.check(root);
    return new Program(root, components);
  }

  /**
   * This program with one more component named.
   *
   * @throws ProgramException if the name or the component is already there
   */
  public Program naming(String name, Object component) {
    return new Program(root, components.with(name, component));
  }

  /** The root of the tree. */
  public Node root() {
    return root;
  }

  /** The named components. */
  public Components components() {
    return components;
  }

  /**
   * The node at a path.
   *
   * @throws ProgramException if there is none
   */
  public Node at(String path) {
    return Paths.node(root, path);
  }

  /** The places that a selector matches, to be rewritten: {@link Matches} has the ways. */
  public Matches find(Selector selector) {
    return Matches.of(this, selector);
  }

  /**
   * The same with a selector's text form, such as {@code layer*.filt and not inside(test)}.
   *
   * @throws ProgramException saying where the text is wrong
   */
  public Matches find(String selector) {
    return find(Selector.parse(selector));
  }

  /** The number of steps a run takes, as far as the tree alone tells. */
  public Cost cost() {
    return Cost.of(root);
  }

  /**
   * This program and what an optimized run of it does otherwise, and why that keeps every bit.
   *
   * @throws ProgramException if a component's mark names a batch method that cannot be it
   */
  public Optimized optimized() {
    return Optimizer.optimize(this);
  }

  /** A run of this program on positional values, before its first step. */
  public Vm start(Object... values) {
    return start(Args.of(values));
  }

  /** A run of this program, before its first step. */
  public Vm start(Args args) {
    return new Vm(root, components, args);
  }

  /** The program as indented text: one node a line, with its path and the steps it takes. */
  public String print() {
    return print(Format.TEXT);
  }

  /**
   * The program in a form of one's choice.
   *
   * @throws ProgramException if {@link Format#PLAIN} is asked for and cannot say all there is, as
   *     with a lambda
   */
  public String print(Format format) {
    return print(format, null, null);
  }

  /**
   * The program in a form of one's choice, marked with where a run of it stands, which must be
   * paused; {@link Format#PLAIN} has no marks.
   *
   * @throws ProgramException if it is a run of another program
   */
  public String print(Format format, Vm run) {
    return print(format, run, null);
  }

  /**
   * The same with the steps and the time every node has taken, by itself and with its children.
   *
   * @throws ProgramException if it is the profile of another program's run
   */
  public String print(Format format, Profile profile) {
    return print(format, profile.run(), profile);
  }

  private String print(Format format, @Nullable Vm run, @Nullable Profile profile) {
    if (run != null && run.root().node() != root) {
      throw new ProgramException(
          "that is a run of another program; print the program it was started from");
    }
    return switch (format) {
      case TEXT -> Printer.print(components, Listing.of(this, run), profile);
      case PLAIN -> PlainText.of(this);
      case DOT -> new Graph(components, Listing.of(this, run), profile).dot();
      case MERMAID -> new Graph(components, Listing.of(this, run), profile).mermaid();
    };
  }

  /**
   * The program of a text, as {@link Format#PLAIN} and {@link Format#TEXT} write it; {@code
   * engine/docs/PROGRAMS.md} has the grammar. Nothing is called, but a run of the program may call
   * any method of the components, so a text deserves the trust of code.
   *
   * @param components what the text may call, by name
   * @param classes what it may call static methods of, and generators it may make anew
   * @throws ProgramException if it is no such text, naming line and column, what was found there
   *     and what is near to it
   */
  public static Program parse(String text, Components components, Class<?>... classes) {
    return Program.of(Parser.parse(text, new Vocabulary(components, List.of(classes))), components);
  }

  /**
   * Everything that is known to go wrong when this program runs, or that is surely not meant, in
   * the order of the program. What is not certain from the tree and the methods' declared types is
   * not told.
   */
  public List<Problem> check() {
    return Check.of(this, null);
  }

  /** The same for a run that is started on values. */
  public List<Problem> check(Args started) {
    return Check.of(this, started);
  }

  @Override
  public String toString() {
    return print();
  }
}
