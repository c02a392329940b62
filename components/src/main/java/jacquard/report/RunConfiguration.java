package jacquard.report;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run was asked to be, so that it can be started again and compared.
 *
 * @param name of the program that is run
 * @param command the words by which it was started; may be empty
 * @param options by name: texts, numbers, truth values and lists of them, in this order; what is
 *     asked of the program, and how its sessions are run
 * @param seed of all randomness
 * @param backend that was asked for
 * @param device that was asked for, or null
 */
public record RunConfiguration(
    String name,
    List<String> command,
    Map<String, Object> options,
    long seed,
    String backend,
    @Nullable String device) {
  /** What to do with a damaged file. */
  static final String ADVICE =
      "put it right, or go on from the checkpoints beside it without a" + " run directory";

  /** The version of the directory's format. */
  static final int FORMAT = 1;

  /**
   * A configuration whose lists and maps nobody changes.
   *
   * @throws IllegalArgumentException if an option is something else than texts, numbers, truth
   *     values and lists of them
   */
  public RunConfiguration {
    command = List.copyOf(command);
    options = Collections.unmodifiableMap(JsonFields.of(options).values());
  }

  /** A run by name and seed on whatever backend, without command and options. */
  public static RunConfiguration of(String name, long seed) {
    return new RunConfiguration(name, List.of(), Map.of(), seed, "auto", null);
  }

  /** This configuration with one more option. */
  public RunConfiguration with(String option, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(options);
    more.put(option, value);
    return new RunConfiguration(name, command, more, seed, backend, device);
  }

  Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("format", FORMAT);
    map.put("name", name);
    map.put("command", command);
    map.put("options", options);
    map.put("seed", seed);
    map.put("backend", backend);
    map.put("device", device);
    return map;
  }

  static RunConfiguration of(Path file, Map<String, Object> map) {
    JsonFields run = JsonFields.of(map);
    try {
      if (run.whole("format") != FORMAT) {
        throw new RunException(
            String.format(
                Locale.ROOT,
                "%s has format %d; this version of Jacquard reads format %d",
                file,
                run.whole("format"),
                FORMAT));
      }
      return new RunConfiguration(
          run.text("name"),
          run.texts("command"),
          run.object("options").values(),
          run.whole("seed"),
          run.text("backend"),
          run.isNull("device") ? null : run.text("device"));
    } catch (IllegalArgumentException e) {
      throw RunFile.damaged(file, String.valueOf(e.getMessage()), ADVICE, e);
    }
  }
}
