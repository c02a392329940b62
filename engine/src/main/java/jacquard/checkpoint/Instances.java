package jacquard.checkpoint;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The making of registered objects, and the reading of a record's components. */
final class Instances {
  private Instances() {}

  static void requireConstructor(Class<?> type) {
    boolean found =
        Arrays.stream(type.getDeclaredConstructors()).anyMatch(c -> c.getParameterCount() == 0);
    if (!found) {
      throw new CheckpointException(
          type.getName()
              + " needs a constructor without parameters (it may be private), which loading uses"
              + " before it gives the fields their values"
              + (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())
                  ? "; make the class static"
                  : ""));
    }
  }

  static Object blank(Class<?> type) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw new CheckpointException("the constructor of " + type.getName() + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new CheckpointException("cannot make a " + type.getName(), e);
    }
  }

  static List<String> componentNames(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  static @Nullable Object component(Object record, String name) {
    try {
      var accessor = record.getClass().getDeclaredMethod(name);
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new CheckpointException("cannot read " + record.getClass().getName() + "." + name, e);
    }
  }
}
