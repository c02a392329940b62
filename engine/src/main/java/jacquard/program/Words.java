package jacquard.program;

import jacquard.hook.NamedHook;
import jacquard.vm.Buffer;
import jacquard.vm.Call;
import jacquard.vm.Choose;
import jacquard.vm.Construct;
import jacquard.vm.Count;
import jacquard.vm.Hook;
import jacquard.vm.Loop;
import jacquard.vm.Method;
import jacquard.vm.Parallel;
import jacquard.vm.ProgramException;
import jacquard.vm.Repeat;
import jacquard.vm.Routine;
import jacquard.vm.SavePoint;
import jacquard.vm.Seq;
import jacquard.vm.Threaded;
import jacquard.vm.Weave;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words of the constructs in a program's text: how each is written, and how it is read. */
final class Words {
  private static final List<String> ALL =
      List.of(
          "seq",
          "repeat",
          "loop",
          "choose",
          "weave",
          "parallel",
          "buffer",
          "checkpoint",
          "call",
          "generate");

  private static final String HOOK = "after.every(100): print(layer1.weightNorm)";

  private Words() {}

  // ---- writing ----------------------------------------------------------------------------------

  /**
   * A construct, so that {@link #read} gives it again.
   *
   * @throws ProgramException if the text cannot say it, with advice
   */
  static String write(Construct construct, FullNames names) {
    return switch (construct) {
      case Call call -> "call " + written(call.method(), names) + label(call.name());
      case Buffer buffer -> "buffer " + written(buffer.count(), names);
      case Repeat repeat -> plain(repeat, names);
      case Choose choose -> plain(choose, names);
      case Threaded<?> threaded -> plain(threaded, names);
      case SavePoint savePoint -> plain(savePoint, names);
      case Routine<?> routine -> "generate " + written(routine, names);
    };
  }

  /**
   * A hook, so that {@link #readHook} gives it again.
   *
   * @throws ProgramException if the text cannot say it, with advice
   */
  static String write(Hook hook, FullNames names) {
    String when = hook.when() + (hook.every() == 1 ? "" : ".every(" + hook.every() + ")");
    return when + (hook.isLenient() ? ".lenient" : "") + ": " + told(hook.call(), names);
  }

  private static String told(Call call, FullNames names) {
    if (call.method().receiver() instanceof NamedHook named) {
      return named.text(names);
    }
    String method = written(call.method(), names);
    String name = call.name();
    if (name != null && name.indexOf('"') >= 0) {
      throw new ProgramException("a hook's name with a quote cannot be written");
    }
    return method + (name == null ? "" : " as \"" + name + "\"");
  }

  private static String plain(Construct construct, FullNames names) {
    String detail = construct.detail(names);
    return detail.isEmpty() ? construct.word() : construct.word() + " " + detail;
  }

  private static String label(@Nullable String name) {
    return name == null ? "" : " as \"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String written(Count count, FullNames names) {
    return switch (count) {
      case Count.Fixed fixed -> Long.toString(fixed.value());
      case Count.Supplied supplied -> written(supplied.method(), names);
    };
  }

  private static String written(Method method, FullNames names) {
    Object receiver = method.receiver();
    if (method.isLambda()) {
      throw new ProgramException(
          "a lambda cannot be written; write a method of a component and call it by reference,"
              + " such as call(kf::next)");
    }
    if (method.isConstructor()) {
      throw new ProgramException("a constructor cannot be written; call a method that makes one");
    }
    if (receiver != null && names.of(receiver) == null) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "the component it calls, a %s, has no name; give it one, as with Program.naming",
              receiver.getClass().getName()));
    }
    List<Method> overloads =
        Methods.of(receiver, method.component()).stream()
            .filter(m -> m.name().equals(method.name()))
            .toList();
    requireFound(method, overloads);
    String label =
        receiver == null ? names.of(method.owner()) + "." + method.name() : method.label(names);
    return label + (overloads.size() > 1 ? Methods.types(method, overloads) : "");
  }

  /** A private method of a superclass is another than that of its name below. */
  private static void requireFound(Method method, List<Method> overloads) {
    for (Method found : overloads) {
      boolean isOther = found.owner() != method.owner() && Methods.isPrivate(method);
      if (isOther && found.type().parameterList().equals(method.type().parameterList())) {
        throw new ProgramException(
            String.format(
                Locale.ROOT,
                "the private method %s of %s cannot be written, since %s has one of that name,"
                    + " which the text would mean; rename one",
                method.name(),
                method.owner().getName(),
                found.owner().getName()));
      }
    }
  }

  private static String written(Routine<?> routine, FullNames names) {
    String name = names.of(routine);
    Class<?> type = routine.getClass();
    if (name == null && (hasFields(type) || type.getSimpleName().isEmpty())) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "a %s cannot be made from its name alone; name it as a component, as with"
                  + " Program.naming",
              type.getName()));
    }
    return name != null ? name : names.of(type);
  }

  private static boolean hasFields(Class<?> type) {
    for (Class<?> c = type; c != null && c != Routine.class; c = c.getSuperclass()) {
      for (var field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          return true;
        }
      }
    }
    return false;
  }

  // ---- reading ----------------------------------------------------------------------------------

  /**
   * The construct a line goes on with.
   *
   * @throws ProgramException if it is none, saying where
   */
  static Construct read(Line line, Vocabulary vocabulary) {
    int start = line.at();
    String word = line.all(Character::isLetter);
    line.space();
    return switch (word) {
      case "seq" -> new Seq();
      case "repeat" -> new Repeat(number(line));
      case "loop" -> new Loop();
      case "choose" -> new Choose();
      case "weave" -> new Weave();
      case "parallel" -> new Parallel();
      case "buffer" ->
          startsNumber(line)
              ? new Buffer(Count.of(number(line)))
              : new Buffer(at(line, line.at(), () -> Count.of(method(line, vocabulary))));
      case "checkpoint" -> at(line, line.at(), () -> new SavePoint(line.name()));
      case "call" -> at(line, line.at(), () -> Call.of(method(line, vocabulary), label(line)));
      case "generate" -> at(line, line.at(), () -> vocabulary.routine(owner(line)));
      default -> {
        line.back(start);
        throw line.error("no construct is called " + line.found() + Nearest.hint(word, ALL));
      }
    };
  }

  /** What an action gives; an error of it is told with its place, unless it has one. */
  static <T> T at(Line line, int column, java.util.function.Supplier<T> action) {
    try {
      return action.get();
    } catch (ProgramException e) {
      throw String.valueOf(e.getMessage()).startsWith("line ")
          ? e
          : line.error(column, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The hook a line goes on with, between brackets.
   *
   * @throws ProgramException if it is none, saying where
   */
  static Hook readHook(Line line, Vocabulary vocabulary) {
    TextCursor cursor = line.cursor("call kf.next [" + HOOK + "]");
    cursor.expect('[');
    Hook hook = new HookReader(cursor, vocabulary.components(), vocabulary::method).read();
    cursor.expect(']');
    line.follow(cursor);
    return hook;
  }

  private static boolean startsNumber(Line line) {
    int start = line.at();
    line.skip("-");
    boolean is = !line.all(Words::isDigit).isEmpty();
    line.back(start);
    return is;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static long number(Line line) {
    int start = line.at();
    String digits = (line.skip("-") ? "-" : "") + line.all(Words::isDigit);
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      line.back(start);
      throw line.error("a whole number is wanted here, not " + line.found());
    }
  }

  private static Method method(Line line, Vocabulary vocabulary) {
    int start = line.at();
    String all = owner(line);
    int dot = all.lastIndexOf('.');
    if (dot <= 0) {
      line.back(start);
      throw line.error("a component's method is wanted here, such as kf.next, not " + line.found());
    }
    String name = all.substring(dot + 1);
    return vocabulary.method(all.substring(0, dot), name, line.skip("(") ? types(line) : null);
  }

  /** Identifiers with dots between them. */
  private static String owner(Line line) {
    StringBuilder owner = new StringBuilder(line.identifier());
    while (!owner.isEmpty() && line.skip(".")) {
      owner.append('.').append(line.identifier());
    }
    return owner.toString();
  }

  private static List<String> types(Line line) {
    List<String> types = new ArrayList<>();
    String inside = line.all(c -> c != ')');
    if (!line.skip(")")) {
      throw line.error("a ) is missing after the types");
    }
    if (!inside.isBlank()) {
      for (String type : inside.split(",", -1)) {
        types.add(type.strip());
      }
    }
    return types;
  }

  private static @Nullable String label(Line line) {
    int start = line.at();
    line.space();
    if (!line.skip("as \"")) {
      line.back(start);
      return null;
    }
    StringBuilder name = new StringBuilder();
    while (!line.skip("\"")) {
      line.skip("\\");
      String one = line.one();
      if (one.isEmpty()) {
        throw line.error("a \" is missing after the name");
      }
      name.append(one);
    }
    return name.toString();
  }
}
