package jacquard.program;

import jacquard.vm.Method;
import jacquard.vm.Names;
import jacquard.vm.ProgramException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The named components of an experiment: immutable, each name and each component once. */
public final class Components implements Names {
  /** No components. */
  public static final Components NONE = new Components(new LinkedHashMap<>());

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

  private final Map<String, Object> byName;
  private final IdentityHashMap<Object, String> byComponent = new IdentityHashMap<>();

  private Components(Map<String, Object> byName) {
    this.byName = Collections.unmodifiableMap(byName);
    byName.forEach((name, component) -> byComponent.put(component, name));
  }

  /**
   * These and one more.
   *
   * @throws ProgramException if the name is taken, is not a letter or {@code _} and up to 63
   *     letters, digits or {@code _}, or the component already has another name
   */
  public Components with(String name, Object component) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(component, () -> "component " + name);
    if (!IDENTIFIER.matcher(name).matches()) {
      throw new ProgramException(
          "a component is named by a letter or '_' and up to 63 letters, digits or '_', not \""
              + name
              + "\"");
    }
    if (byName.containsKey(name)) {
      throw new ProgramException("two components are named " + name);
    }
    String other = of(component);
    if (other != null) {
      throw new ProgramException("the component " + name + " is already named " + other);
    }
    Map<String, Object> all = new LinkedHashMap<>(byName);
    all.put(name, component);
    return new Components(all);
  }

  @Override
  public @Nullable String of(Object component) {
    return byComponent.get(component);
  }

  /**
   * The method of a component that has a name.
   *
   * @param types of its parameters, to tell overloads apart; null if they are not said
   * @throws ProgramException if there is none, or more than one, with what is near to it
   */
  public Method method(String component, String name, @Nullable List<String> types) {
    return new Vocabulary(this, List.of()).method(component, name, types);
  }

  /** The components by name, in the order they were added. */
  public Map<String, Object> byName() {
    return byName;
  }
}
