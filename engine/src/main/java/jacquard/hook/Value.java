package jacquard.hook;

import jacquard.vm.Args;
import jacquard.vm.Buffer;
import jacquard.vm.Call;
import jacquard.vm.Hook;
import jacquard.vm.Moment;
import jacquard.vm.Names;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A value that a hook looks at: what a method without parameters of a component gives, or {@code
 * args}, {@code result}, {@code step} or {@code path} of the moment.
 *
 * @param text as it was written
 * @param component whose method it is, or null
 * @param method its name, or the word
 */
public record Value(String text, @Nullable Object component, String method) {
  /** What a value can be, for messages. */
  public static final String WORDS = "args, result, step, path or component.method";

  /**
   * The value behind a word.
   *
   * @throws ProgramException if it is none of those words
   */
  public static Value word(String word) {
    return switch (word) {
      case "args", "result", "step", "path" -> new Value(word, null, word);
      default -> throw new ProgramException("\"" + word + "\" is no value; a value is " + WORDS);
    };
  }

  /**
   * What a component's method gives.
   *
   * @throws ProgramException if it has no such method without parameters that gives something
   */
  public static Value of(String text, Object component, String method) {
    Value value = new Value(text, component, method);
    value.find();
    return value;
  }

  private Method find() {
    Object owner = java.util.Objects.requireNonNull(component);
    for (Class<?> c = owner.getClass(); c != null; c = c.getSuperclass()) {
      try {
        Method found = c.getDeclaredMethod(method);
        if (found.getReturnType() != void.class) {
          found.setAccessible(true);
          return found;
        }
      } catch (NoSuchMethodException e) {
        // its superclass may have it
      }
    }
    for (Method inherited : owner.getClass().getMethods()) { // of an interface
      if (inherited.getName().equals(method)
          && inherited.getParameterCount() == 0
          && inherited.getReturnType() != void.class) {
        inherited.setAccessible(true);
        return inherited;
      }
    }
    throw new ProgramException(
        String.format(
            Locale.ROOT,
            "%s has no method %s() that gives a value",
            owner.getClass().getSimpleName(),
            method));
  }

  /**
   * Refuses a value that is never a number.
   *
   * @throws ProgramException saying why
   */
  void requireNumber() {
    if (method.equals("path") && component == null) {
      throw noNumber("is a text");
    }
    if (component != null) {
      requireNumber(find().getReturnType());
    }
  }

  /**
   * Refuses a value that is never a number where a hook is put.
   *
   * @throws ProgramException saying why
   */
  void requireNumber(Hook.When when, Node node) {
    if (component != null) {
      return;
    }
    if (method.equals("result")) {
      if (when != Hook.When.AFTER) {
        throw noNumber("is there after a node only: write after(..)");
      }
      if (node.construct() instanceof Call call) {
        requireNumber(call.result());
      } else if (node.construct() instanceof Buffer) {
        throw noNumber("of " + node + " is an array");
      }
    }
    if (method.equals("args") && node.construct() instanceof Call call && !call.takesArgs()) {
      List<Class<?>> taken = call.parameters();
      if (taken.size() > 1) {
        throw noNumber("of " + node + " are " + taken.size());
      }
      taken.forEach(this::requireNumber);
    }
  }

  private void requireNumber(Class<?> type) {
    Class<?> boxed = MethodType.methodType(type).wrap().returnType();
    boolean mayBe =
        Number.class.isAssignableFrom(boxed)
            || boxed.isAssignableFrom(Double.class)
            || boxed.isAssignableFrom(BigDecimal.class)
            || boxed.isInterface();
    if (!mayBe) {
      throw noNumber(type == void.class ? "is nothing" : "is a " + type.getSimpleName());
    }
  }

  private ProgramException noNumber(String why) {
    return new ProgramException("plot draws numbers, but " + this + " " + why);
  }

  /** The value now; null if the method gives none, or a result is asked for before there is one. */
  @Nullable Object at(Moment moment) throws Exception {
    if (component == null) {
      return switch (method) {
        case "args" -> moment.args();
        case "result" -> moment.isAfter() ? moment.result() : null;
        case "step" -> moment.step();
        default -> moment.path();
      };
    }
    try {
      return find().invoke(component);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /**
   * What is read as this value.
   *
   * @throws ProgramException if its component has no name
   */
  String text(Names names) {
    return component == null ? method : NamedHook.name(component, names) + "." + method;
  }

  /** The value as it is printed: fractions in six digits. */
  static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case Double d -> String.format(Locale.ROOT, "%.6g", d);
      case Float f -> String.format(Locale.ROOT, "%.6g", f);
      case Long n -> String.format(Locale.ROOT, "%,d", n);
      case String s -> s;
      case Args args -> args.toString();
      default -> {
        String one = Args.of(value).toString();
        yield one.substring(1, one.length() - 1);
      }
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
