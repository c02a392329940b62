package jacquard.program;

import jacquard.hook.AssertFinite;
import jacquard.hook.Mark;
import jacquard.hook.Plot;
import jacquard.hook.Print;
import jacquard.hook.Time;
import jacquard.hook.Value;
import jacquard.vm.Call;
import jacquard.vm.Fn;
import jacquard.vm.Hook;
import jacquard.vm.Method;
import jacquard.vm.Moment;
import jacquard.vm.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The reader of a hook's text, in a {@link HookLine} and in the text of a program.
 *
 * @param cursor where it stands
 * @param components those it may name
 * @param methods those it may call
 */
record HookReader(TextCursor cursor, Components components, Methods methods) {
  /** The length of a call's name. */
  private static final int LONGEST_NAME = 64;

  /** The methods that a text may name. */
  @FunctionalInterface
  interface Methods {
    /**
     * A method.
     *
     * @param types of its parameters; null if the text says none
     * @throws ProgramException if there is none, or more than one
     */
    Method of(String owner, String name, @Nullable List<String> types);
  }

  /**
   * The hook that comes next, such as {@code after.every(100): print(layer1.weightNorm)}.
   *
   * @throws ProgramException saying where the text is wrong
   */
  Hook read() {
    return told(when());
  }

  Hook.When when() {
    int begin = cursor.position();
    String word = upToDot();
    return switch (word) {
      case "before", "after", "around" -> Hook.When.valueOf(word.toUpperCase(Locale.ROOT));
      default -> throw cursor.error(begin, "before(..), after(..) or around(..) is expected");
    };
  }

  /** A word with no dot but at its start. */
  private String upToDot() {
    int begin = cursor.position();
    String word = String.valueOf(cursor.word());
    int dot = word.indexOf('.', 1);
    if (dot > 0) {
      cursor.back(begin + dot);
    }
    return dot > 0 ? word.substring(0, dot) : word;
  }

  /** What comes after the time, and in a line after the place: how often, and what is told. */
  Hook told(Hook.When when) {
    long every = 1;
    boolean lenient = false;
    while (cursor.peek() == '.') {
      int begin = cursor.position();
      switch (upToDot()) {
        case ".every" -> every = every();
        case ".lenient" -> lenient = true;
        default -> throw cursor.error(begin, ".every(N), .lenient or : is expected");
      }
    }
    cursor.expect(':');
    Hook hook = action(when).every(every);
    return lenient ? hook.lenient() : hook;
  }

  private long every() {
    cursor.expect('(');
    int begin = cursor.position();
    String number = String.valueOf(cursor.word());
    if (!number.matches("[1-9]\\d{0,17}")) {
      throw cursor.error(begin, "a number from 1 on is expected");
    }
    cursor.expect(')');
    return Long.parseLong(number);
  }

  private Hook action(Hook.When when) {
    int begin = cursor.position();
    String word = String.valueOf(cursor.word());
    return switch (word) {
      case "print" -> hook(when, begin, new Print(values())::tell);
      case "time" -> {
        if (when != Hook.When.AROUND) {
          throw cursor.error(begin, "time needs around(..), to see both ends");
        }
        yield hook(when, begin, new Time()::tell);
      }
      case "assert-finite" -> hook(when, begin, assertFinite()::tell);
      case "checkpoint" -> hook(when, begin, mark()::tell);
      case "plot" -> hook(when, begin, plot()::tell);
      default -> {
        if (word.indexOf('.') > 0) {
          yield method(when, begin, word);
        }
        throw cursor.error(begin, "print, time, assert-finite, checkpoint or plot is expected");
      }
    };
  }

  /** A hook that is called as it was written, as far as that is not too long. */
  private Hook hook(Hook.When when, int begin, Fn.P1<Moment> action) {
    String text = cursor.since(begin);
    String name = text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME - 1) + "…";
    return Hook.of(when, Call.of(name, action));
  }

  /** A hook that is a method of a component. */
  private Hook method(Hook.When when, int begin, String word) {
    int dot = word.lastIndexOf('.');
    List<String> types = cursor.accept('(') ? types() : null;
    int as = cursor.position();
    String name = null;
    if ("as".equals(cursor.word())) {
      name = cursor.quoted();
      if (name == null) {
        throw cursor.error("a name in quotes is expected");
      }
    } else {
      cursor.back(as);
    }
    String label = name;
    int end = cursor.position();
    Hook hook =
        cursor.at(
            begin,
            () -> {
              Method method = methods.of(word.substring(0, dot), word.substring(dot + 1), types);
              return Hook.of(when, Call.of(method, label));
            });
    cursor.back(end);
    return hook;
  }

  private List<String> types() {
    List<String> types = new ArrayList<>();
    while (!cursor.accept(')')) {
      String type = cursor.word();
      if (type == null) {
        throw cursor.error("a ) is missing after the types");
      }
      types.add(type);
      cursor.accept(',');
    }
    return types;
  }

  private List<Value> values() {
    List<Value> values = new ArrayList<>();
    if (cursor.accept('(')) {
      do {
        values.add(value());
      } while (cursor.accept(','));
      cursor.expect(')');
    }
    return List.copyOf(values);
  }

  private Value value() {
    int begin = cursor.position();
    String word = cursor.word();
    if (word == null) {
      throw cursor.error("a value is expected: " + Value.WORDS);
    }
    int dot = word.indexOf('.');
    return cursor.at(
        begin,
        () ->
            dot < 0
                ? Value.word(word)
                : value(word, component(word.substring(0, dot)), word.substring(dot + 1)));
  }

  private static Value value(String word, Object component, String method) {
    try {
      return Value.of(word, component, method);
    } catch (ProgramException e) {
      List<String> known =
          jacquard.program.Methods.of(component, component.getClass()).stream()
              .filter(m -> m.type().parameterCount() == 0 && m.owner() != Object.class)
              .filter(m -> m.type().returnType() != void.class)
              .map(Method::name)
              .toList();
      throw new ProgramException(e.getMessage() + Nearest.hint(method, known));
    }
  }

  private Object component(String name) {
    Object component = components.byName().get(name);
    if (component == null) {
      throw new ProgramException(
          "there is no component " + name + Nearest.hint(name, components.byName().keySet()));
    }
    return component;
  }

  private AssertFinite assertFinite() {
    if (!cursor.accept('(')) {
      return new AssertFinite(null);
    }
    int begin = cursor.position();
    String name = String.valueOf(cursor.word());
    Object component = cursor.at(begin, () -> component(name));
    cursor.expect(')');
    return new AssertFinite(component);
  }

  private Mark mark() {
    String name = "hook";
    if (cursor.accept('(')) {
      String quoted = cursor.quoted();
      String word = quoted == null ? cursor.word() : quoted;
      if (word == null) {
        throw cursor.error("the name of the save point is expected");
      }
      name = word;
      cursor.expect(')');
    }
    return new Mark(name);
  }

  private Plot plot() {
    cursor.expect('(');
    int begin = cursor.position();
    Value value = value();
    int end = cursor.position();
    Plot checked = cursor.at(begin, () -> new Plot(value, value + ".csv"));
    cursor.back(end);
    if (cursor.accept(',')) {
      String quoted = cursor.quoted();
      String word = quoted == null ? cursor.word() : quoted;
      if (word == null) {
        throw cursor.error("a file is expected");
      }
      checked = new Plot(value, word);
    }
    cursor.expect(')');
    return checked;
  }
}
