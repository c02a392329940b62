package jacquard.report;

import jacquard.hook.Plot;
import jacquard.hook.RowFile;
import jacquard.vm.Call;
import jacquard.vm.Hook;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files of rows that a run writes by its hooks and plugins: plots and logs. */
public final class RowFiles {
  private RowFiles() {}

  /** Has relative paths of them stay where they are as seen from a run directory. */
  public static void within(Vm run, Path directory) {
    of(run).forEach(file -> file.within(directory));
  }

  /**
   * Writes all rows that wait.
   *
   * @throws IOException if some cannot be written; the others are
   */
  public static void flush(Vm run) throws IOException {
    IOException failure = null;
    for (RowFile file : of(run)) {
      try {
        file.flush();
      } catch (IOException e) {
        failure =
            new IOException(
                file.unwritten() + " rows of " + file.path() + " could not be written: " + e, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** How many rows wait to be written. */
  public static long unwritten(Vm run) {
    return of(run).stream().mapToLong(RowFile::unwritten).sum();
  }

  private static Set<RowFile> of(Vm run) {
    Set<RowFile> files = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Task task : run.all()) {
      if (task.node().construct() instanceof Call call) {
        add(call.method().receiver(), files);
      }
      for (Hook hook : task.node().hooks()) {
        add(hook.call().method().receiver(), files);
      }
    }
    return files;
  }

  private static void add(@Nullable Object receiver, Set<RowFile> files) {
    switch (receiver) {
      case Plot plot -> files.add(plot.rows());
      case CsvLog log -> files.add(log.file());
      case JsonLines log -> files.add(log.file());
      case null, default -> {}
    }
  }
}
