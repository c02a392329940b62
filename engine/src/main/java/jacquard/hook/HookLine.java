package jacquard.hook;

import jacquard.program.Components;
import jacquard.program.Program;
import jacquard.program.Rewrite;
import jacquard.program.Selector;
import jacquard.program.TextCursor;
import jacquard.vm.Call;
import jacquard.vm.Fn;
import jacquard.vm.Hook;
import jacquard.vm.Moment;
import jacquard.vm.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * A hook and where to put it, as a person writes them in one line.
 *
 * <pre>
 * line   = when "(" selector ")" { ".every(" N ")" | ".lenient" } ":" action
 * when   = "before" | "after" | "around"
 * action = "print" ["(" value { "," value } ")"]      where the run stands, and values
 *        | "time"                                     how long it took; around only
 *        | "assert-finite" ["(" component ")"]        fails on NaN and infinity
 *        | "checkpoint" ["(" name ")"]                asks for a checkpoint after the step
 *        | "plot(" value ["," file] ")"               a CSV file of step and value
 * value  = "args" | "result" | "step" | "path" | component "." method
 * </pre>
 *
 * @param selector where to put it; {@link Selector#parse} knows the notation
 * @param hook what is told
 */
public record HookLine(Selector selector, Hook hook) {
  /** A right one, for messages. */
  public static final String EXAMPLE =
      "after(layer1.cd1Update).every(100): print(layer1.weightNorm)";

  /**
   * Reads a line.
   *
   * @param components those it may name
   * @throws ProgramException saying where the line is wrong, with an example
   */
  public static HookLine parse(String line, Components components) {
    return new Parser(new TextCursor("a hook", EXAMPLE, line), components).line();
  }

  /**
   * The program with the hook put in.
   *
   * @throws ProgramException if the selector matches nothing
   */
  public Rewrite in(Program program) {
    return program.find(selector).hook(hook);
  }

  /** The reader of one line. */
  private record Parser(TextCursor cursor, Components components) {
    HookLine line() {
      Hook.When when = when();
      cursor.expect('(');
      Selector selector = Selector.read(cursor);
      cursor.expect(')');
      long every = 1;
      boolean lenient = false;
      while (cursor.peek() == '.') {
        int begin = cursor.position();
        switch (String.valueOf(cursor.word())) {
          case ".every" -> every = every();
          case ".lenient" -> lenient = true;
          default -> {
            cursor.back(begin);
            throw cursor.error(".every(N), .lenient or : is expected");
          }
        }
      }
      cursor.expect(':');
      Hook hook = action(when).every(every);
      cursor.expectEnd();
      return new HookLine(selector, lenient ? hook.lenient() : hook);
    }

    private Hook.When when() {
      int begin = cursor.position();
      String word = String.valueOf(cursor.word());
      return switch (word) {
        case "before", "after", "around" -> Hook.When.valueOf(word.toUpperCase(Locale.ROOT));
        default -> {
          cursor.back(begin);
          throw cursor.error("before(..), after(..) or around(..) is expected");
        }
      };
    }

    private long every() {
      cursor.expect('(');
      int begin = cursor.position();
      String number = String.valueOf(cursor.word());
      if (!number.matches("[1-9]\\d{0,17}")) {
        cursor.back(begin);
        throw cursor.error("a number from 1 on is expected");
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
            cursor.back(begin);
            throw cursor.error("time needs around(..), to see both ends");
          }
          yield hook(when, begin, new Time()::tell);
        }
        case "assert-finite" -> hook(when, begin, assertFinite()::tell);
        case "checkpoint" -> hook(when, begin, mark()::tell);
        case "plot" -> hook(when, begin, plot()::tell);
        default -> {
          cursor.back(begin);
          throw cursor.error("print, time, assert-finite, checkpoint or plot is expected");
        }
      };
    }

    /** A hook that is called as it was written. */
    private Hook hook(Hook.When when, int begin, Fn.P1<Moment> action) {
      return Hook.of(when, Call.of(cursor.since(begin), action));
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
      return at(
          begin,
          () ->
              dot < 0
                  ? Value.word(word)
                  : Value.of(word, component(word.substring(0, dot)), word.substring(dot + 1)));
    }

    private Object component(String name) {
      Object component = components.byName().get(name);
      if (component == null) {
        throw new ProgramException(
            "there is no component " + name + "; there are " + components.byName().keySet());
      }
      return component;
    }

    private AssertFinite assertFinite() {
      if (!cursor.accept('(')) {
        return new AssertFinite(null);
      }
      int begin = cursor.position();
      String name = String.valueOf(cursor.word());
      Object component = at(begin, () -> component(name));
      cursor.expect(')');
      return new AssertFinite(component);
    }

    private Mark mark() {
      String name = "hook";
      if (cursor.accept('(')) {
        String word = cursor.word();
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
      Value value = value();
      String file = value + ".csv";
      if (cursor.accept(',')) {
        String quoted = cursor.quoted();
        String word = quoted == null ? cursor.word() : quoted;
        if (word == null) {
          throw cursor.error("a file is expected");
        }
        file = word;
      }
      cursor.expect(')');
      return new Plot(value, file);
    }

    /** What a supplier gives; its error becomes one of the line, at a position. */
    private <T> T at(int begin, Supplier<T> made) {
      try {
        return made.get();
      } catch (ProgramException e) {
        cursor.back(begin);
        throw cursor.error(String.valueOf(e.getMessage()));
      }
    }
  }
}
