package jacquard.checkpoint;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The visitor that keeps an object's fields in its row. */
final class Saving implements State {
  private final Map<String, String> row;
  private final Stateful owner;
  private final Place place;
  private final Encoder values;

  /**
   * A visitor.
   *
   * @param place where the object was met, for messages
   */
  Saving(Map<String, String> row, Stateful owner, Place place, Encoder values) {
    this.row = row;
    this.owner = owner;
    this.place = place;
    this.values = values;
  }

  @Override
  public <T extends @Nullable Object> T value(String name, T value) {
    Encoder.requireName(name, place);
    if (row.containsKey(name)) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "%s: %s declares \"%s\" twice",
              place,
              owner.getClass().getName(),
              name));
    }
    values.put(row, name, value, place.then("." + name));
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
