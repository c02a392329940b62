package jacquard.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The construct that calls a component's method.
 *
 * <p>Its result is one value, or no values where the method gives null or is void. A call begins
 * and ends within one step, so it has no frame and needs no continuation, and the same call may
 * stand in several places.
 */
public final class Call implements Construct {
  private static final Pattern NAME = Pattern.compile("[^\\p{C}\\s][^\\p{C}]{0,63}");

  private final Fn fn;
  private final Method method;
  private final @Nullable String name;
  private final boolean takesArgs;
  private final int arity;

  private Call(Fn fn, @Nullable String name) {
    this.fn = fn;
    this.method = Method.of(fn);
    this.name = name;
    this.arity = fn.arity();
    this.takesArgs = arity == 1 && taken(0) == Args.class;
  }

  /** What it takes: the parameters' classes, those of primitive ones boxed. */
  public List<Class<?>> parameters() {
    List<Class<?>> taken = new ArrayList<>();
    for (int i = 0; i < fn.arity(); i++) {
      taken.add(taken(i));
    }
    return taken;
  }

  /** Whether it takes all values there are, named ones too, as one {@link Args}. */
  public boolean takesArgs() {
    return takesArgs;
  }

  /** What it gives: the declared class of the result, boxed; void if nothing. */
  public Class<?> result() {
    return isVoid()
        ? void.class
        : method.isConstructor() ? method.owner() : method.type().wrap().returnType();
  }

  /** The class of a parameter; an unbound method takes its component first. */
  private Class<?> taken(int i) {
    int captured = method.type().parameterCount() - fn.arity();
    return captured + i < 0 ? method.owner() : method.type().wrap().parameterType(captured + i);
  }

  /**
   * A call that names itself from a method reference such as {@code kf::next}.
   *
   * @throws ProgramException if it is a lambda, which has no name
   */
  public static Call of(Fn fn) {
    Call call = new Call(fn, null);
    if (call.method.isLambda()) {
      throw new ProgramException(
          "a lambda in "
              + call.method.owner().getName()
              + " has no name to print or save; write call(\"name\", ...), or better a method"
              + " reference such as call(kf::next) (to the compiler, super::method and an array's"
              + " constructor are lambdas)");
    }
    return call;
  }

  /**
   * A call with a name given by hand.
   *
   * @throws ProgramException if the name is not one line of up to 64 visible characters
   */
  public static Call of(String name, Fn fn) {
    if (!NAME.matcher(Objects.requireNonNull(name, "name")).matches()) {
      throw new ProgramException(
          "a call is named by one line of up to 64 visible characters, not " + Shown.value(name));
    }
    return new Call(fn, name);
  }

  /**
   * A call of a method that was found by its name.
   *
   * @throws ProgramException if it cannot be called
   */
  public static Call of(Method method, @Nullable String name) {
    return new Call(new MethodFn(method), name);
  }

  /** The name given by hand, or null for the method's own. */
  public @Nullable String name() {
    return name;
  }

  /** The method called. */
  public Method method() {
    return method;
  }

  /** Whether it can be called with one value of that class, or with none. */
  boolean takesAtMost(Class<?> type) {
    return fn.arity() == 0 || (fn.arity() == 1 && taken(0).isAssignableFrom(type));
  }

  /** Whether the call can never give a value. */
  public boolean isVoid() {
    return fn.isVoid();
  }

  /**
   * Calls the component.
   *
   * @return its result, null for nothing
   * @throws ProgramException if the values do not fit the method
   * @throws Exception what the component throws
   */
  @Nullable Object apply(Args args) throws Exception {
    if (takesArgs) {
      return fn.apply(Args.of(args));
    }
    if (arity > 0 && (args.size() != arity || !args.named().isEmpty())) {
      throw new Refusal(
          String.format(
              Locale.ROOT,
              "%s takes %d %s but was given %s; a method that takes Args accepts any",
              detail(Names.NONE),
              arity,
              arity == 1 ? "value" : "values",
              args));
    }
    try {
      return fn.apply(args);
    } catch (ClassCastException e) {
      throw misfit(args, e);
    }
  }

  /** Does the same with one value, or none for null, and without wrapping it where that can be. */
  @Nullable Object applyTo(@Nullable Object value) throws Exception {
    if (arity == 0) {
      return fn.apply(Args.EMPTY);
    }
    if (value == null || takesArgs || !(fn instanceof Fn.F1<?, ?> || fn instanceof Fn.P1<?>)) {
      return apply(Args.reply(value));
    }
    try {
      return fn.applyTo(value);
    } catch (ClassCastException e) {
      throw misfit(Args.reply(value), e);
    }
  }

  /** Whether the method takes no notice of values. */
  boolean takesNothing() {
    return arity == 0;
  }

  /** What calls the method. */
  Fn fn() {
    return fn;
  }

  /** Explains a cast that failed because a value is not what the method takes. */
  private RuntimeException misfit(Args args, ClassCastException e) {
    for (int i = 0; i < fn.arity(); i++) {
      Object given = args.get(i);
      if (!taken(i).isInstance(given)) {
        return new Refusal(
            String.format(
                Locale.ROOT,
                "%s takes a %s as value %d but was given %s %s",
                detail(Names.NONE),
                taken(i).getSimpleName(),
                i,
                given.getClass().isArray() ? "an" : given.getClass().getSimpleName(),
                Shown.value(given)));
      }
    }
    return e;
  }

  @Override
  public void check(List<Node> children) {
    if (!children.isEmpty()) {
      throw new ProgramException("a call has no children; put them beside it in a seq");
    }
  }

  @Override
  public String word() {
    return "call";
  }

  @Override
  public String detail(Names names) {
    return name != null ? name : method.label(names);
  }
}
