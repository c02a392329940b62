package jacquard.checkpoint;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A constructor of a record and the saved components it takes.
 *
 * @param components by name, in the order of the constructor's parameters
 * @param types what the parameters may be
 */
record RecordForm(Constructor<?> constructor, List<String> components, List<Type> types) {
  private static final ClassValue<List<RecordForm>> FORMS =
      new ClassValue<>() {
        @Override
        protected List<RecordForm> computeValue(Class<?> type) {
          return forms(type);
        }
      };

  /** The values of a row's columns. */
  interface Values {
    /** The value of a column. */
    @Nullable Object of(String column);
  }

  /**
   * The forms of a record, its own first, then those of {@link FormerComponents}.
   *
   * @throws CheckpointException if an annotation does not fit its constructor
   */
  static List<RecordForm> of(Class<?> type) {
    return FORMS.get(type);
  }

  private static List<RecordForm> forms(Class<?> type) {
    List<RecordForm> forms = new ArrayList<>();
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] parameters =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      FormerComponents former = constructor.getAnnotation(FormerComponents.class);
      if (Arrays.equals(constructor.getParameterTypes(), parameters)) {
        List<Type> types = Arrays.stream(components).map(RecordComponent::getGenericType).toList();
        forms.addFirst(new RecordForm(constructor, Instances.componentNames(type), types));
      }
      if (former != null) {
        List<Type> types = List.of(constructor.getGenericParameterTypes());
        List<String> names = List.of(former.value());
        if (names.size() != types.size() || new HashSet<>(names).size() != names.size()) {
          throw new CheckpointException(
              String.format(
                  Locale.ROOT,
                  "%s: @FormerComponents names %s, but the constructor takes %d values; name one"
                      + " component for each",
                  type.getName(),
                  names,
                  types.size()));
        }
        forms.add(new RecordForm(constructor, names, types));
      }
    }
    return forms;
  }

  /**
   * The record of a row.
   *
   * @throws CheckpointException if no form takes what was saved, saying what to write
   */
  static Object make(Class<?> type, Map<String, String> row, Values values) {
    List<String> saved = row.keySet().stream().filter(name -> !name.startsWith("_")).toList();
    CheckpointException misfit = null;
    for (RecordForm form : of(type)) {
      List<String> columns = form.columns(type, row);
      if (columns != null
          && columns.size() == saved.size()
          && new HashSet<>(columns).containsAll(saved)) {
        @Nullable Object[] taken = columns.stream().map(values::of).toArray();
        CheckpointException problem = form.misfit(type, taken);
        if (problem == null) {
          return form.make(type, taken);
        }
        misfit = misfit == null ? problem : misfit;
      }
    }
    throw misfit != null ? misfit : unknown(type, saved, values);
  }

  /** The columns it takes; null if the row lacks one. */
  private @Nullable List<String> columns(Class<?> type, Map<String, String> row) {
    List<String> columns = new ArrayList<>();
    for (String component : components) {
      String column = Renames.saved(type, component, row);
      if (column == null) {
        return null;
      }
      columns.add(column);
    }
    return columns;
  }

  private @Nullable CheckpointException misfit(Class<?> type, @Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      String wrong = Declared.misfit(types.get(i), values[i]);
      if (wrong != null) {
        return new CheckpointException(
            String.format(
                Locale.ROOT,
                "the component %s of the record %s was saved as %s, but is declared %s; write a"
                    + " constructor that converts it and mark it @FormerComponents"
                    + " (engine/docs/EVOLUTION.md)",
                components.get(i),
                type.getName(),
                wrong,
                types.get(i).getTypeName()));
      }
    }
    return null;
  }

  private Object make(Class<?> type, @Nullable Object[] values) {
    try {
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new CheckpointException(
          "the record " + type.getName() + " refused its saved values", e);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new CheckpointException("cannot make a " + type.getName(), e);
    }
  }

  private static CheckpointException unknown(Class<?> type, List<String> saved, Values values) {
    String parameters =
        saved.stream()
            .map(name -> typeName(type, name, values.of(name)) + " " + name)
            .collect(Collectors.joining(", "));
    String names = saved.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    return new CheckpointException(
        String.format(
            Locale.ROOT,
            "the record %s was saved with the components %s, but has %s now; give it a"
                + " constructor that takes what was saved: @FormerComponents({%s}) %s(%s)"
                + " (engine/docs/EVOLUTION.md)",
            type.getName(),
            saved,
            Instances.componentNames(type),
            names,
            type.getSimpleName(),
            parameters));
  }

  private static String typeName(Class<?> type, String name, @Nullable Object value) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getName().equals(name)) {
        return component.getType().getSimpleName();
      }
    }
    return value == null ? "Object" : value.getClass().getSimpleName();
  }
}
