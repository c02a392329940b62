package jacquard.checkpoint;

import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of loaded values with the types they are declared with, elements of lists and maps
 * included, which Java itself checks only when they are used.
 */
final class Declared {
  /** The fields of each class whose types say what they are of. */
  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          return fields(type);
        }
      };

  private Declared() {}

  private static List<Field> fields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        boolean isPlain = field.getGenericType() instanceof Class<?>;
        if (!isPlain && !Modifier.isStatic(field.getModifiers()) && opens(field)) {
          fields.add(field);
        }
      }
    }
    return fields;
  }

  private static boolean opens(Field field) {
    try {
      field.setAccessible(true);
      return true;
    } catch (InaccessibleObjectException e) {
      return false; // of a class of the JDK
    }
  }

  /**
   * A field that holds elements of another type than it declares, with both; or null.
   *
   * @param names the fields that were loaded
   */
  static @Nullable String misfit(Object object, Set<String> names) {
    for (Field field : FIELDS.get(object.getClass())) {
      String wrong = names.contains(field.getName()) ? misfit(field, object) : null;
      if (wrong != null) {
        return String.format(
            Locale.ROOT,
            "%s was saved as %s, but is declared %s",
            field.getName(),
            wrong,
            field.getGenericType().getTypeName());
      }
    }
    return null;
  }

  private static @Nullable String misfit(Field field, Object object) {
    try {
      return misfit(field.getGenericType(), field.get(object));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a value is that does not fit its type, such as {@code a list of Integer}; or null. */
  static @Nullable String misfit(Type type, @Nullable Object value) {
    return switch (type) {
      case Class<?> c when value == null -> c.isPrimitive() ? "null" : null;
      case Class<?> c ->
          MethodType.methodType(c).wrap().returnType().isInstance(value)
              ? null
              : value.getClass().getSimpleName();
      case ParameterizedType p -> {
        String raw = misfit(p.getRawType(), value);
        yield raw != null || value == null ? raw : elements(p.getActualTypeArguments(), value);
      }
      case GenericArrayType a ->
          value instanceof Object[] array
              ? each(a.getGenericComponentType(), java.util.Arrays.asList(array), "an array of ")
              : null;
      case WildcardType w -> misfit(w.getUpperBounds()[0], value);
      default -> null; // a variable may stand for anything
    };
  }

  private static @Nullable String elements(Type[] types, Object value) {
    if (value instanceof List<?> list && types.length == 1) {
      return each(types[0], list, "a list of ");
    }
    if (value instanceof Map<?, ?> map && types.length == 2) {
      String keys = each(types[0], map.keySet(), "a map of ");
      return keys != null ? keys : each(types[1], map.values(), "a map of ");
    }
    return null;
  }

  private static @Nullable String each(
      Type type, Iterable<? extends @Nullable Object> elements, String what) {
    for (Object element : elements) {
      String wrong = misfit(type, element);
      if (wrong != null) {
        return what + wrong;
      }
    }
    return null;
  }
}
