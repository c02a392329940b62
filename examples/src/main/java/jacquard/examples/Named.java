package jacquard.examples;

import jacquard.report.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Paths that a command line names: what they must be is checked before anything else is done. */
final class Named {
  private Named() {}

  /**
   * A file or directory that is there.
   *
   * @throws UsageError if it is not
   * @throws Failure if that cannot be found out
   */
  static Path existing(Path path) {
    try {
      Files.readAttributes(path, BasicFileAttributes.class);
      return path;
    } catch (NoSuchFileException e) {
      throw new UsageError(
          Files.exists(path, LinkOption.NOFOLLOW_LINKS)
              ? path + " is a link to something that is not there"
              : "there is no " + path);
    } catch (IOException e) {
      throw new Failure("cannot look at " + path + ": " + Failure.reason(e), e);
    }
  }

  /**
   * A run directory.
   *
   * @throws UsageError if it is not one
   */
  static RunDirectory run(Path path) {
    if (!RunDirectory.isRun(existing(path))) {
      throw new UsageError(path + " is not a run directory: it has no run.json");
    }
    return RunDirectory.open(path);
  }

  /**
   * A checkpoint or directory of checkpoints: of a run directory, its own.
   *
   * @throws UsageError if there is none
   */
  static Path checkpoints(Path path) {
    return RunDirectory.isRun(existing(path)) ? RunDirectory.open(path).checkpoints() : path;
  }
}
