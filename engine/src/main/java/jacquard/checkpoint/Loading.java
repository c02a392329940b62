package jacquard.checkpoint;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The visitor that gives an object's fields from its row. */
final class Loading implements State {
  private final Map<String, String> row;
  private final Stateful owner;
  private final int version;
  private final Decoder values;
  private final Set<String> taken = new HashSet<>();
  private final Set<String> named = new HashSet<>();
  private String last = "";

  private Loading(Map<String, String> row, Stateful owner, int version, Decoder values) {
    this.row = row;
    this.owner = owner;
    this.version = version;
    this.values = values;
  }

  /**
   * Has an object take its fields, all of them.
   *
   * @throws CheckpointException if its class was changed since, or refuses what was saved
   */
  static void load(Stateful owner, Map<String, String> row, Decoder values) {
    int version = (int) Math.min(Structure.number(row, "_version"), Integer.MAX_VALUE);
    if (version > owner.stateVersion()) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "%s was saved in version %d, but this class knows versions up to %d; update the jar",
              owner.getClass().getName(),
              version,
              owner.stateVersion()));
    }
    new Loading(row, owner, version, values).load();
  }

  private void load() {
    String name = owner.getClass().getName();
    try {
      owner.state(this);
    } catch (ClassCastException e) {
      throw new CheckpointException(
          name + "." + last + " was saved as another type; raise its stateVersion and convert it",
          e);
    } catch (Throwable t) {
      throw Failures.at(name, "refuses its saved state, after " + last, t);
    }
    requireAllTaken();
    String misfit = Declared.misfit(owner, named);
    if (misfit != null) {
      throw new CheckpointException(
          name + "." + misfit + "; raise its stateVersion and convert it");
    }
  }

  private void requireAllTaken() {
    for (String name : row.keySet()) {
      if (!name.startsWith("_") && !taken.contains(name) && version == owner.stateVersion()) {
        throw new CheckpointException(
            String.format(
                Locale.ROOT,
                "%s.%s was saved but is not declared any more; raise stateVersion",
                owner.getClass().getName(),
                name));
      }
    }
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // what was null when saved is null again
  public <T extends @Nullable Object> T value(String name, T value) {
    String column = Renames.saved(owner.getClass(), name, row);
    if (column == null) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "%s.%s was not saved (version %d); raise stateVersion and ask has(\"%s\") first",
              owner.getClass().getName(),
              name,
              version,
              name));
    }
    last = name;
    taken.add(column);
    named.add(name);
    return (T) values.value(Structure.get(row, column));
  }

  @Override
  public boolean isLoading() {
    return true;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public boolean has(String name) {
    return Renames.saved(owner.getClass(), name, row) != null;
  }
}
