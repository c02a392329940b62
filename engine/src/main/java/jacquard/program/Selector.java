package jacquard.program;

import jacquard.vm.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A condition on places of a program, for {@link Program#find}. {@link Selectors} has the words
 * they are made of; {@link #parse} reads the same from text.
 */
public final class Selector {
  private final Predicate<Place> condition;
  private final Function<Names, String> text;
  private final List<String> words;

  /**
   * A selector.
   *
   * @param text the text form, given what components are called
   * @param words the names it asks for, to which near ones are told when nothing matches
   */
  Selector(Predicate<Place> condition, Function<Names, String> text, List<String> words) {
    this.condition = condition;
    this.text = text;
    this.words = words;
  }

  /**
   * A selector from its text form, such as {@code layer*.filt and not inside(test)}.
   *
   * @throws jacquard.vm.ProgramException saying where the text is wrong, with an example
   */
  public static Selector parse(String text) {
    TextCursor cursor = new TextCursor("a selector", "layer*.filt and not inside(test)", text);
    Selector selector = read(cursor);
    cursor.expectEnd();
    return selector;
  }

  /** Reads a selector as part of a longer text. */
  static Selector read(TextCursor cursor) {
    return new SelectorParser(cursor).read();
  }

  /** Whether a place meets the condition. */
  public boolean matches(Place place) {
    return condition.test(place);
  }

  /** Places that meet both conditions. */
  public Selector and(Selector other) {
    return new Selector(
        p -> matches(p) && other.matches(p),
        names -> text(names) + " and " + other.text(names),
        both(other));
  }

  /** Places that meet one of the conditions. */
  public Selector or(Selector other) {
    return new Selector(
        p -> matches(p) || other.matches(p),
        names -> "(" + text(names) + " or " + other.text(names) + ")",
        both(other));
  }

  private List<String> both(Selector other) {
    List<String> all = new ArrayList<>(words);
    all.addAll(other.words);
    return all;
  }

  List<String> words() {
    return words;
  }

  /** The text form, with components as they are called. */
  public String text(Names names) {
    return text.apply(names);
  }

  /** The text form, with components named by their classes. */
  @Override
  public String toString() {
    return text(Names.NONE);
  }
}
