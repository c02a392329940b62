package jacquard.learn;

import jacquard.checkpoint.ByReference;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that a component declares as its state, to the bit, as a text that can be compared. */
final class StateImage {
  private final IdentityHashMap<Object, Integer> seen = new IdentityHashMap<>();
  private final StringBuilder text = new StringBuilder();

  private StateImage() {}

  static String of(@Nullable Object value) {
    StateImage image = new StateImage();
    image.add(value);
    return image.text.toString();
  }

  private void add(@Nullable Object value) {
    switch (value) {
      case null -> text.append("null");
      case Float f -> text.append('f').append(Float.floatToRawIntBits(f));
      case Double d -> text.append('d').append(Double.doubleToRawLongBits(d));
      case Number n -> text.append(n);
      case CharSequence s -> text.append('"').append(s).append('"');
      case Boolean b -> text.append(b);
      case Enum<?> e -> text.append(e.name());
      case ByReference data -> text.append("data");
      default -> addObject(value);
    }
    text.append('\n');
  }

  private void addObject(Object value) {
    Integer before = seen.putIfAbsent(value, seen.size());
    text.append(value.getClass().getName());
    if (before != null) {
      text.append(" as #").append(before);
      return;
    }
    switch (value) {
      case Stateful component -> component.state(new Visitor(component));
      case List<?> list -> list.forEach(this::add);
      case Map<?, ?> map ->
          map.forEach(
              (key, each) -> {
                add(key);
                add(each);
              });
      case Record each -> addComponents(each);
      case Object array when array.getClass().isArray() -> {
        for (int i = 0; i < Array.getLength(array); i++) {
          add(Array.get(array, i));
        }
      }
      default -> {} // its class is all that is known
    }
  }

  private void addComponents(Record value) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        text.append(component.getName()).append(' ');
        add(component.getAccessor().invoke(value));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }

  private final class Visitor implements State {
    private final Stateful owner;

    Visitor(Stateful owner) {
      this.owner = owner;
    }

    @Override
    public <T extends @Nullable Object> T value(String name, T value) {
      text.append(name).append(' ');
      add(value);
      return value;
    }

    @Override
    public boolean isLoading() {
      return false;
    }

    @Override
    public int version() {
      return owner.stateVersion();
    }

    @Override
    public boolean has(String name) {
      return true;
    }
  }
}
