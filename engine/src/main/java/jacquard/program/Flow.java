package jacquard.program;

import jacquard.vm.Stackable;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What is known of the values that flow from one node to the next: how many, and their classes as
 * far as methods declare them.
 *
 * @param least the fewest values
 * @param most the most values
 * @param types what each is, if there are so many; beyond these nothing is known
 */
record Flow(int least, int most, List<Class<?>> types) {
  /** Nothing is known. */
  static final Flow ANY = new Flow(0, Integer.MAX_VALUE, List.of());

  /** No values. */
  static final Flow NONE = new Flow(0, 0, List.of());

  /** Nothing flows: what came before never ends. */
  static final Flow NEVER = new Flow(-1, -1, List.of());

  private static final List<Class<?>> INTEGERS =
      List.of(Boolean.class, Byte.class, Short.class, Integer.class, Long.class);

  /** Just this value. */
  static Flow one(Class<?> type) {
    return new Flow(1, 1, List.of(type));
  }

  /** What a method gives that declares a result: an object may be null, which is no value. */
  static Flow result(Class<?> declared) {
    if (declared == void.class || declared == Void.class) {
      return NONE;
    }
    boolean isPrimitive = MethodType.methodType(declared).unwrap().returnType().isPrimitive();
    return new Flow(isPrimitive ? 1 : 0, 1, List.of(declared));
  }

  boolean isNever() {
    return most < 0;
  }

  boolean canBeOne() {
    return least <= 1 && most >= 1;
  }

  Class<?> type(int i) {
    return i < types.size() ? types.get(i) : Object.class;
  }

  /** Either this or the other. */
  Flow or(Flow other) {
    if (isNever() || other.isNever()) {
      return isNever() ? other : this;
    }
    List<Class<?>> both = new ArrayList<>();
    for (int i = 0; i < Math.min(types.size(), other.types.size()); i++) {
      both.add(common(types.get(i), other.types.get(i)));
    }
    boolean isLonger = types.size() > other.types.size();
    Flow longer = isLonger ? this : other;
    Flow shorter = isLonger ? other : this; // where it has no such value it says nothing of it
    for (int i = both.size(); i < longer.types.size() && shorter.most <= i; i++) {
      both.add(longer.types.get(i));
    }
    return new Flow(Math.min(least, other.least), Math.max(most, other.most), both);
  }

  /** These values and the other's after them. */
  Flow then(Flow other) {
    if (isNever() || other.isNever()) {
      return NEVER;
    }
    long together = (long) most + other.most;
    List<Class<?>> both = new ArrayList<>(types);
    if (least == most && types.size() == most) { // else it is not known where the others begin
      both.addAll(other.types);
    }
    return new Flow(least + other.least, (int) Math.min(Integer.MAX_VALUE, together), both);
  }

  private static Class<?> common(Class<?> a, Class<?> b) {
    return a.isAssignableFrom(b) ? a : b.isAssignableFrom(a) ? b : Object.class;
  }

  /** Whether some value is of both classes. */
  static boolean canBe(Class<?> a, Class<?> b) {
    if (a.isAssignableFrom(b) || b.isAssignableFrom(a)) {
      return true;
    }
    if (a.isArray() && b.isArray()) {
      Class<?> x = Objects.requireNonNull(a.getComponentType());
      Class<?> y = Objects.requireNonNull(b.getComponentType());
      return !x.isPrimitive() && !y.isPrimitive() && canBe(x, y);
    }
    boolean mayBeSubclassed = !Modifier.isFinal(a.getModifiers()) && b.isInterface();
    boolean otherMay = !Modifier.isFinal(b.getModifiers()) && a.isInterface();
    return mayBeSubclassed || otherMay;
  }

  /** Whether a choose can take this for the number of an option. */
  boolean canSelect() {
    return canBeOne() && INTEGERS.stream().anyMatch(integer -> canBe(integer, type(0)));
  }

  /**
   * What a buffer makes of one or more such values (see {@code Stack}).
   *
   * <p>Where subclasses or several classes are possible, nothing is known but that it is one value.
   */
  Flow stacked() {
    Class<?> type = type(0);
    Class<?> leaf = type;
    int dimensions = 1;
    while (leaf.isArray()) {
      leaf = Objects.requireNonNull(leaf.getComponentType());
      dimensions++;
    }
    if (!leaf.isPrimitive() && !Modifier.isFinal(leaf.getModifiers())) {
      return one(Object.class);
    }
    if (type == leaf && Stackable.class.isAssignableFrom(type)) {
      return one(stack(type));
    }
    boolean fits = dimensions < 200;
    Class<?> element = MethodType.methodType(type).unwrap().returnType();
    return one(fits ? Array.newInstance(element, 0).getClass() : Object.class);
  }

  /** What a class declares to stack its values to. */
  private static Class<?> stack(Class<?> type) {
    try {
      Class<?> declared = type.getMethod("stack", List.class).getReturnType();
      return MethodType.methodType(declared).wrap().returnType();
    } catch (NoSuchMethodException e) {
      return Object.class;
    }
  }

  /** Such as {@code no value}, {@code an int[]}, {@code 2 values}. */
  String words() {
    if (most == 0) {
      return "no value";
    }
    if (most == 1 && !types.isEmpty()) {
      return (least == 0 ? "at most " : "") + article(type(0));
    }
    return least == most ? least + " values" : "an unknown number of values";
  }

  /** Such as {@code an Integer}. */
  static String article(Class<?> type) {
    String name = type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    return ("aeioAEIO".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
  }
}
