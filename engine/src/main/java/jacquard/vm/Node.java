package jacquard.vm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One node of a program tree: a construct, its children and what people call it.
 *
 * <p>Immutable. The same node may stand in several places, except in two threads of one Weave or
 * Parallel.
 */
public final class Node {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.\\-]{0,63}");

  /**
   * How many Weaves and Parallels may lie within one another: each runs its threads on top of its
   * own continuation, and a virtual thread's stack was measured to hold over a thousand.
   */
  public static final int WEAVE_DEPTH = 200;

  private final Construct construct;
  private final List<Node> children;
  private final @Nullable String name;
  private final @Nullable String unit;
  private final List<Hook> hooks;

  private final long size;
  private final int depth;
  private final int weaveDepth;

  private Node(
      Construct construct,
      List<Node> children,
      @Nullable String name,
      @Nullable String unit,
      List<Hook> hooks) {
    this.construct = construct;
    this.children = children;
    this.name = name;
    this.unit = unit;
    this.hooks = hooks;
    long sum = 1;
    int deepest = 0;
    int weaves = 0;
    for (Node child : children) {
      sum = Math.min(Long.MAX_VALUE / 2, sum + child.size);
      deepest = Math.max(deepest, child.depth);
      weaves = Math.max(weaves, child.weaveDepth);
    }
    this.size = sum;
    this.depth = deepest + 1;
    this.weaveDepth = weaves + (construct instanceof Threaded ? 1 : 0);
  }

  /**
   * A node.
   *
   * @throws ProgramException if a child is null or the construct refuses its children
   */
  public static Node of(Construct construct, List<? extends @Nullable Node> children) {
    List<Node> kept = new ArrayList<>(children.size());
    for (Node child : children) {
      if (child == null) {
        throw new ProgramException(
            String.format(Locale.ROOT, "child %d of a %s is null", kept.size(), construct.word()));
      }
      kept.add(child);
    }
    construct.check(kept);
    return checkedWeaves(
        new Node(construct, Collections.unmodifiableList(kept), null, null, List.of()));
  }

  private static Node checkedWeaves(Node node) {
    if (node.weaveDepth > WEAVE_DEPTH) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "more than %d weaves and parallels within one another; each needs part of one"
                  + " thread's stack",
              WEAVE_DEPTH));
    }
    return node;
  }

  /**
   * This node under a name, by which it is printed and found.
   *
   * @throws ProgramException if the name is not a letter and up to 63 letters, digits, {@code _ .
   *     -}
   */
  public Node named(String name) {
    return new Node(construct, children, checked(name), unit, hooks);
  }

  /**
   * This node with a word for what it counts, so that a repeat can say {@code fold 3 of 10}.
   *
   * @throws ProgramException if the word is not a letter and up to 63 letters, digits, {@code _ .
   *     -}
   */
  public Node counting(String unit) {
    return new Node(construct, children, name, checked(unit), hooks);
  }

  /** This node with other hooks. */
  public Node withHooks(List<Hook> hooks) {
    return new Node(construct, children, name, unit, List.copyOf(hooks));
  }

  /** This construct, name and hooks over other children. */
  public Node withChildren(List<Node> children) {
    Node node = of(construct, children);
    return new Node(construct, node.children, name, unit, hooks);
  }

  static String checked(String name) {
    if (!NAME.matcher(Objects.requireNonNull(name, "name")).matches()) {
      throw new ProgramException(
          "a name is a letter and up to 63 letters, digits, '_', '.' or '-', not "
              + Shown.value(name));
    }
    return name;
  }

  /** What the node does. */
  public Construct construct() {
    return construct;
  }

  /** The children, in order. */
  public List<Node> children() {
    return children;
  }

  /** What people call it, or null. */
  public @Nullable String name() {
    return name;
  }

  /** The word for what it counts, or null for the construct's own. */
  public @Nullable String unit() {
    return unit;
  }

  /** What is told when a run comes by, in the order it is told. */
  public List<Hook> hooks() {
    return hooks;
  }

  /** The call that stands here, if nothing is told of it; else null. */
  public @Nullable Call unhookedCall() {
    return construct instanceof Call call && hooks.isEmpty() ? call : null;
  }

  /** How many nodes the tree below and including this one has, each place counted. */
  public long size() {
    return size;
  }

  /** How many nodes lie on the longest way down from here, this one included. */
  public int depth() {
    return depth;
  }

  /** How many Weaves lie within one another on some way down from here. */
  public int weaveDepth() {
    return weaveDepth;
  }

  /** Whether it is known from the tree alone that this node never gives a value. */
  boolean givesNothing() {
    Node node = this;
    while (node.construct instanceof Repeat repeat
        && repeat.rounds() > 0
        && !node.children.isEmpty()) {
      node = node.children.get(node.children.size() - 1);
    }
    return node.construct instanceof Call call && call.isVoid();
  }

  /** The node's own line of a printed program, such as {@code train: repeat 10 (round)}. */
  public String label(Names names) {
    StringBuilder text = new StringBuilder();
    if (name != null) {
      text.append(name).append(": ");
    }
    text.append(construct.word());
    String detail = construct.detail(names);
    if (!detail.isEmpty()) {
      text.append(' ').append(detail);
    }
    if (unit != null) {
      text.append(" (").append(unit).append(')');
    }
    return text.toString();
  }

  /** The label with components named by their classes. */
  @Override
  public String toString() {
    return label(Names.NONE);
  }
}
