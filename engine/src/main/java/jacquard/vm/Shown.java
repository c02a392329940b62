package jacquard.vm;

import java.lang.reflect.Array;
import java.util.List;

/** The short text form of a value in messages and traces. */
public final class Shown {
  private static final int ELEMENTS = 4;
  private static final int LENGTH = 60;

  private Shown() {}

  /**
   * A value as a person reads it: text is quoted and cut, arrays and lists show their size and
   * start.
   */
  public static String value(Object value) {
    if (value.getClass().isArray()) {
      return array(value);
    }
    if (value instanceof List<?> list) {
      return list(list);
    }
    String text = value instanceof CharSequence ? "\"" + value + "\"" : String.valueOf(value);
    text = text.replace('\n', ' ');
    return text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "…";
  }

  private static String list(List<?> list) {
    StringBuilder text = new StringBuilder("list[" + list.size() + "]{");
    for (int i = 0; i < Math.min(list.size(), ELEMENTS); i++) {
      Object element = list.get(i);
      text.append(i == 0 ? "" : ", ").append(element == null ? "null" : value(element));
    }
    return text.append(list.size() > ELEMENTS ? ", …}" : "}").toString();
  }

  private static String array(Object array) {
    int length = Array.getLength(array);
    StringBuilder text = new StringBuilder();
    text.append(array.getClass().getComponentType().getSimpleName()).append('[').append(length);
    text.append("]{");
    for (int i = 0; i < Math.min(length, ELEMENTS); i++) {
      Object element = Array.get(array, i);
      text.append(i == 0 ? "" : ", ").append(element == null ? "null" : value(element));
    }
    return text.append(length > ELEMENTS ? ", …}" : "}").toString();
  }
}
