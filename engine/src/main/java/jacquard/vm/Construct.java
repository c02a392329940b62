package jacquard.vm;

import java.util.List;

/** What one node of a program does, without its children: a {@link Call} or a {@link Routine}. */
public sealed interface Construct permits Call, Routine {
  /** The construct's word in a printed program, such as {@code repeat}. */
  String word();

  /** What follows the word, such as the count {@code 10}; empty when nothing does. */
  default String detail(Names names) {
    return "";
  }

  /** What a child is told of, such as {@code acts on begin}; empty where its place alone tells. */
  default String role(int child) {
    return "";
  }

  /**
   * Refuses children that this construct cannot have.
   *
   * @throws ProgramException saying what is wrong and what to do
   */
  default void check(List<Node> children) {}
}
