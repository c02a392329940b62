package jacquard.program;

import jacquard.vm.Args;
import jacquard.vm.Node;
import jacquard.vm.Paths;
import jacquard.vm.ProgramException;
import jacquard.vm.Vm;

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
   * @throws ProgramException if the tree is too large or shares a node between threads of a weave
   */
  public static Program of(Node root) {
    return of(root, Components.NONE);
  }

  /**
   * A program over named components.
   *
   * @throws ProgramException if the tree is too large or shares a node between threads of a weave
   */
  public static Program of(Node root, Components components) {
    if (root.size() > LARGEST) {
      throw new ProgramException(
          "a program of %,d nodes is more than %,d; nodes that stand in several places count each time"
              .formatted(root.size(), LARGEST));
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
    return Printer.print(this);
  }

  @Override
  public String toString() {
    return print();
  }
}
