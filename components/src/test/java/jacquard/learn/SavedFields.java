package jacquard.learn;

import jacquard.checkpoint.State;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of a component as they were saved, given back when it is loaded. */
record SavedFields(int version, Map<String, Object> fields) implements State {
  @Override
  @SuppressWarnings("unchecked")
  public <T extends @Nullable Object> T value(String name, T value) {
    return (T) Objects.requireNonNull(fields.get(name));
  }

  @Override
  public boolean isLoading() {
    return true;
  }

  @Override
  public boolean has(String name) {
    return fields.containsKey(name);
  }
}
