package jacquard.examples;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Data sets by fingerprint, for a run that is loaded, of which it is known which it has taken. */
final class Offered extends HashMap<String, Object> {
  private static final long serialVersionUID = 1;

  private final transient Set<String> taken = new HashSet<>();

  Offered(Map<String, Object> data) {
    super(data);
  }

  @Override
  public @Nullable Object get(Object fingerprint) {
    Object data = super.get(fingerprint);
    if (data != null) {
      taken.add((String) fingerprint);
    }
    return data;
  }

  /** Whether each was taken; else others were named than the run was begun with. */
  boolean areTaken() {
    return taken.containsAll(keySet());
  }
}
