package jacquard.vm;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The rule by which a Buffer makes one array of the values it gathered.
 *
 * <ul>
 *   <li>numbers and booleans become an array of their primitive type; integers of several types
 *       become {@code long[]}, integers and fractions together {@code double[]};
 *   <li>arrays of one type become an array of them, lists are stacked like arrays;
 *   <li>a {@link Stackable} value stacks itself;
 *   <li>other values of one class become an array of that class, a mixture {@code Object[]}, and so
 *       do arrays that nest as deep as Java allows;
 *   <li>nothing becomes {@code double[0]}.
 * </ul>
 */
final class Stack {
  private static final int DEEPEST = 255;

  private Stack() {}

  static Object of(List<?> values) {
    if (values.isEmpty()) {
      return new double[0];
    }
    if (values.stream().anyMatch(Objects::isNull)) {
      throw new ProgramException("a list with a null in it cannot be stacked");
    }
    Object first = values.get(0);
    if (first instanceof Stackable stackable && all(values, first.getClass())) {
      return stacked(stackable, values);
    }
    if (all(values, List.class)) {
      return of(values.stream().map(row -> of((List<?>) row)).toList());
    }
    return fill(Array.newInstance(elementType(values), values.size()), values);
  }

  private static Object stacked(Stackable first, List<?> values) {
    Object stack;
    try {
      stack = first.stack(List.copyOf(values));
    } catch (Throwable t) {
      throw HalfwayException.of(stackOf(first), t);
    }
    if (stack == null) {
      throw new ProgramException(first.getClass().getName() + " stacked its rows to null");
    }
    return stack;
  }

  private static Method stackOf(Stackable first) {
    MethodType type = MethodType.methodType(Object.class, List.class);
    return new Method(first, first.getClass(), "stack", type, MethodHandleInfo.REF_invokeVirtual);
  }

  private static boolean all(List<?> values, Class<?> type) {
    return values.stream().allMatch(type::isInstance);
  }

  private static Class<?> elementType(List<?> values) {
    Class<?> boxed = values.get(0).getClass();
    Class<?> type = primitive(boxed);
    for (Object value : values) {
      if (value.getClass() != boxed) { // unboxing a type takes longer than stacking a value
        boxed = value.getClass();
        type = common(type, primitive(boxed));
      }
    }
    return dimensions(type) < DEEPEST ? type : Object.class;
  }

  private static int dimensions(Class<?> type) {
    int dimensions = 0;
    for (Class<?> t = type.getComponentType(); t != null; t = t.getComponentType()) {
      dimensions++;
    }
    return dimensions;
  }

  private static Class<?> common(Class<?> a, Class<?> b) {
    if (a == b) {
      return a;
    }
    if (isNumber(a) && isNumber(b)) {
      return isFraction(a) || isFraction(b) ? double.class : long.class;
    }
    return Object.class;
  }

  private static boolean isNumber(Class<?> type) {
    return type.isPrimitive() && type != boolean.class && type != char.class;
  }

  private static boolean isFraction(Class<?> type) {
    return type == float.class || type == double.class;
  }

  private static Class<?> primitive(Class<?> type) {
    return MethodType.methodType(type).unwrap().returnType();
  }

  private static Object fill(Object array, List<?> values) {
    switch (array) {
      case int[] a -> Arrays.setAll(a, i -> (Integer) values.get(i));
      case long[] a -> Arrays.setAll(a, i -> ((Number) values.get(i)).longValue());
      case double[] a -> Arrays.setAll(a, i -> ((Number) values.get(i)).doubleValue());
      case Object[] a -> Arrays.setAll(a, values::get);
      default -> {
        for (int i = 0; i < values.size(); i++) {
          Array.set(array, i, values.get(i));
        }
      }
    }
    return array;
  }
}
