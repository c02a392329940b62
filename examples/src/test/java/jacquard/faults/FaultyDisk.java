package jacquard.faults;

import jacquard.faults.Fault.Operation;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The disk below one directory of this virtual machine, whose operations are counted and go wrong
 * as {@linkplain Fault faults} say. {@link FaultyFiles} asks it before each operation.
 *
 * <p>A process has the directory and the faults from the system properties {@code faults.below} and
 * {@code faults}; within a process, {@link #set} sets others.
 */
public final class FaultyDisk {
  /** A fault and how many of its operations there were. */
  private record Armed(Fault fault, AtomicInteger count) {
    /** Whether an operation, which is counted, meets the fault. */
    boolean meets(Operation operation) {
      if (!fault.operations().contains(operation)) {
        return false;
      }
      long past = (long) count.getAndIncrement() - fault.at();
      return past >= 0 && past < fault.span();
    }
  }

  /** An operation and the path it was for; whether it met a fault. */
  record Seen(Operation operation, String path, boolean hit) {}

  private record Setting(String below, List<Armed> faults, List<Seen> seen) {
    static Setting of(String below, List<Fault> faults) {
      List<Armed> armed =
          faults.stream().map(each -> new Armed(each, new AtomicInteger())).toList();
      return new Setting(below, armed, new ArrayList<>());
    }

    List<Fault.Kind> hits(Operation operation) {
      return faults.stream()
          .filter(each -> each.meets(operation))
          .map(each -> each.fault.kind())
          .toList();
    }
  }

  private static volatile @Nullable Setting now = fromProperties();

  private FaultyDisk() {}

  private static @Nullable Setting fromProperties() {
    String below = System.getProperty("faults.below");
    return below == null ? null : Setting.of(below, Fault.parse(System.getProperty("faults", "")));
  }

  /** Makes the disk below a directory, an absolute path, go wrong from now on. */
  static void set(String below, List<Fault> faults) {
    now = Setting.of(below, faults);
  }

  /** Makes the disk work. */
  static void mend() {
    now = null;
  }

  /** The operations since the faults were set. */
  static List<Seen> seen() {
    Setting setting = now;
    if (setting == null) {
      return List.of();
    }
    synchronized (setting.seen) {
      return List.copyOf(setting.seen);
    }
  }

  static boolean isWatched(String path) {
    Setting setting = now;
    return setting != null
        && path.startsWith(setting.below)
        && (path.length() == setting.below.length() || path.charAt(setting.below.length()) == '/');
  }

  /** What a {@link Fault.Kind#PARTIAL} or {@link Fault.Kind#KILL_AFTER} leaves to be done. */
  enum After {
    NOTHING,
    HALF,
    HALT
  }

  /** Is called before an operation; throws what is to go wrong with it. */
  static After before(Operation operation, String path) throws IOException {
    Setting setting = now;
    After after = After.NOTHING;
    if (setting == null || !isWatched(path)) {
      return after;
    }
    List<Fault.Kind> hits = setting.hits(operation);
    synchronized (setting.seen) {
      setting.seen.add(new Seen(operation, path, !hits.isEmpty()));
    }
    for (Fault.Kind each : hits) {
      After more = hit(each, operation, path);
      after = more == After.NOTHING ? after : more;
    }
    return after;
  }

  private static After hit(Fault.Kind kind, Operation operation, String path) throws IOException {
    switch (kind) {
      case NO_SPACE -> throw noSpace(path);
      case PARTIAL -> {
        if (operation != Operation.WRITE) {
          throw noSpace(path);
        }
        return After.HALF;
      }
      case IO_ERROR -> throw new FileSystemException(path, null, "Input/output error");
      case NO_MEMORY -> throw new OutOfMemoryError("injected at " + operation + " of " + path);
      case BUG -> throw new IllegalStateException("injected at " + operation + " of " + path);
      case KILL -> Runtime.getRuntime().halt(137);
      case KILL_AFTER -> {
        return After.HALT;
      }
      case INT, TERM, HUP -> signal(kind.name());
      case SLOW -> sleep();
    }
    return After.NOTHING;
  }

  static IOException noSpace(String path) {
    return new FileSystemException(path, null, "No space left on device");
  }

  private static void signal(String name) throws IOException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(ProcessHandle.current().pid()))
            .start();
    boolean interrupted = Thread.interrupted();
    try {
      kill.waitFor();
      Thread.sleep(50); // the virtual machine begins to shut down on a thread of its own
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleep() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
    boolean interrupted = false;
    while (System.nanoTime() < end) { // a disk does not notice interrupts
      try {
        TimeUnit.NANOSECONDS.sleep(Math.max(1, end - System.nanoTime()));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
