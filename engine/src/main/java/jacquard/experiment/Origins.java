package jacquard.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest checkpoint of an experiment in each directory: the one it was loaded from, or that was
 * last saved of it. It is known in this process only.
 */
final class Origins {
  private final Map<Path, String> names = new ConcurrentHashMap<>();

  /** The experiment was loaded from a file, or has been saved there. */
  void add(Path file) {
    try {
      Path real = file.toRealPath();
      Path directory = real.getParent();
      if (directory != null) {
        names.put(directory, real.getFileName().toString());
      }
    } catch (IOException e) {
      // It is gone already: a run that goes on begins a new line.
    }
  }

  /** The name of the newest one in a directory; null if there is none. */
  @Nullable String in(Path directory) {
    try {
      return names.get(directory.toRealPath());
    } catch (IOException e) {
      return null;
    }
  }

  /** A run is begun that comes from none of them. */
  void clear() {
    names.clear();
  }
}
