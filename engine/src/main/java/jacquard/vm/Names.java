package jacquard.vm;

import org.jspecify.annotations.Nullable;

/** What components are called in printed programs and messages. */
@FunctionalInterface
public interface Names {
  /** No component has a name; each is called by its class. */
  Names NONE = component -> null;

  /** The component's name, or null if it has none. */
  @Nullable String of(Object component);
}
