package jacquard.examples;

import jacquard.report.LiveView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong with the options of a run, found before anything is made. */
final class OptionCheck {
  private OptionCheck() {}

  /** Refuses paths without a name, such as those of a shell's empty variable. */
  static void paths(RunOptions options) {
    Map<String, @Nullable Path> paths = new LinkedHashMap<>();
    paths.put("--run", options.run);
    paths.put("--save", options.save);
    paths.put("--resume", options.resume);
    paths.put("--program", options.program);
    paths.put("--trace", options.trace);
    paths.forEach(
        (option, path) -> {
          if (path != null && path.toString().isEmpty()) {
            throw new UsageError(option + " takes a path, not an empty text");
          }
        });
  }

  /** Refuses options that do not go together, before anything is made. */
  static void all(RunOptions options) {
    if (options.steps < 0) {
      throw new UsageError("--steps takes a number from 0 on, not " + options.steps);
    }
    if (!Backends.NAMES.contains(options.backend)) {
      throw new UsageError(
          String.format(
              Locale.ROOT,
              "--backend takes %s, not %s",
              String.join(", ", Backends.NAMES),
              options.backend));
    }
    if (options.run != null && options.save != null) {
      throw new UsageError("--run DIR saves into DIR/checkpoints; leave --save out, or --run");
    }
    if (options.save != null && Files.isRegularFile(options.save)) {
      throw new UsageError("--save takes a directory; " + options.save + " is a file");
    }
    trace(options.trace);
    SavePolicy.of(options);
    resumed(options);
    if (options.serve != null && options.run == null && options.directory == null) {
      throw new UsageError("--serve shows a run directory: add --run DIR");
    }
    if (options.serve != null) {
      LiveView.check(options.serve);
    }
  }

  private static void trace(@Nullable Path file) {
    Path directory = file == null ? null : file.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new UsageError(
          String.format(Locale.ROOT, "cannot write %s: there is no directory %s", file, directory));
    }
    if (file != null && Files.isDirectory(file)) {
      throw new UsageError("--trace takes a file; " + file + " is a directory");
    }
  }

  private static void resumed(RunOptions options) {
    if (options.resume != null && options.program != null) {
      throw new UsageError(
          "--program is for a new run; a resumed one goes on with the program it was saved with");
    }
    if (options.resume == null && options.unhook) {
      throw new UsageError("--unhook takes away the hooks of a checkpoint: add --resume PATH");
    }
    if (options.fromStart && options.directory == null) {
      throw new UsageError(
          "--from-start is for a run directory: add --resume DIR, or begin another run");
    }
    if (options.fromStart && options.resume != null) {
      throw new UsageError(
          "--from-start is for a run whose checkpoints are lost; this one has some: leave it out");
    }
  }
}
