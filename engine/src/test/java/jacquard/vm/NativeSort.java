package jacquard.vm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** A way to run Java code below a native frame: in the comparator of the C library's sort. */
final class NativeSort {
  /** What is done there. */
  interface Inside {
    void run() throws Exception;
  }

  private static final FunctionDescriptor COMPARE =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);

  private final Inside inside;
  private @Nullable Exception thrown;

  private NativeSort(Inside inside) {
    this.inside = inside;
  }

  /** Runs some code below a native frame; what it throws is rethrown above that frame. */
  static void below(Inside inside) throws Exception {
    NativeSort sort = new NativeSort(inside);
    sort.sort();
    if (sort.thrown != null) {
      throw sort.thrown;
    }
  }

  @SuppressWarnings("restricted")
  private void sort() {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment compare = linker.upcallStub(comparator(), COMPARE, arena);
      MethodHandle qsort =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("qsort"),
              FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));
      qsort.invokeExact(arena.allocateFrom(JAVA_INT, 2, 1), 2L, 4L, compare);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  private MethodHandle comparator() throws ReflectiveOperationException {
    MethodType type = MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class);
    return MethodHandles.lookup().findVirtual(NativeSort.class, "compare", type).bindTo(this);
  }

  /** Compares nothing; an exception may not leave it, or the whole process ends. */
  int compare(MemorySegment a, MemorySegment b) {
    try {
      inside.run();
    } catch (Exception e) {
      thrown = e;
    }
    return 0;
  }
}
