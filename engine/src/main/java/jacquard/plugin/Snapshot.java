package jacquard.plugin;

import jacquard.checkpoint.FormerComponents;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A copy of what a component declares as its state, and of the state of every stateful object it
 * refers to, to be put back into these very objects.
 *
 * <p>What is shared within is shared in the copy, and references may form circles. Data held by
 * reference are not copied.
 *
 * @param component whose state it is
 * @param fields the copies by name; stateful objects stand for themselves
 * @param reached the snapshots of the other stateful objects, each without any of its own
 */
record Snapshot(Stateful component, Map<String, @Nullable Object> fields, List<Snapshot> reached) {

  /** One of an earlier version, whose fields hold the snapshots of other objects. */
  @FormerComponents({"component", "fields"})
  Snapshot(Stateful component, Map<String, @Nullable Object> fields) {
    this(component, fields, List.of());
  }

  /**
   * The state as it is now.
   *
   * @throws jacquard.vm.ProgramException if some of it cannot be copied, naming the field
   */
  static Snapshot of(Stateful component) {
    StateCopy copy = new StateCopy();
    Map<String, @Nullable Object> fields = fields(component, copy);
    List<Snapshot> reached = new java.util.ArrayList<>();
    Set<Stateful> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.add(component);
    for (Stateful next = copy.nextReached(); next != null; next = copy.nextReached()) {
      if (known.add(next)) {
        reached.add(new Snapshot(next, fields(next, copy)));
      }
    }
    return new Snapshot(component, fields, reached);
  }

  private static Map<String, @Nullable Object> fields(Stateful component, StateCopy copy) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    component.state(
        new Visitor(component, false) {
          @Override
          @Nullable Object visit(String name, @Nullable Object value) {
            fields.put(name, copy.of(value, component.getClass().getName() + "." + name));
            return value;
          }
        });
    return fields;
  }

  /** Puts the state back. */
  void restore() {
    StateCopy copy = new StateCopy();
    restore(copy);
    reached.forEach(snapshot -> snapshot.restore(copy));
  }

  private void restore(StateCopy copy) {
    component.state(
        new Visitor(component, true) {
          @Override
          @Nullable Object visit(String name, @Nullable Object value) {
            return copy.of(fields.get(name), component.getClass().getName() + "." + name);
          }

          @Override
          public boolean has(String name) {
            return fields.containsKey(name);
          }
        });
  }

  /** A visitor of fields of any class. */
  private abstract static class Visitor implements State {
    private final Stateful owner;
    private final boolean isLoading;

    Visitor(Stateful owner, boolean isLoading) {
      this.owner = owner;
      this.isLoading = isLoading;
    }

    abstract @Nullable Object visit(String name, @Nullable Object value);

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // what the field has held
    public final <T extends @Nullable Object> T value(String name, T value) {
      return (T) visit(name, value);
    }

    @Override
    public final boolean isLoading() {
      return isLoading;
    }

    @Override
    public final int version() {
      return owner.stateVersion();
    }

    @Override
    public boolean has(String name) {
      return true;
    }
  }
}
