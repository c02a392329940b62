package jacquard.report;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The number of columns of the terminal that the standard output goes to.
 *
 * <p>The terminal itself is asked, each time, with {@code ioctl(TIOCGWINSZ)}. Where that cannot be
 * done, as without {@code --enable-native-access}, it is what {@code COLUMNS} says, or else 80.
 */
final class TerminalWidth {
  private static final int USUAL = 80;
  private static final int STANDARD_OUTPUT = 1;

  /** TIOCGWINSZ of Linux; macOS and the BSDs have another number. */
  private static final long GET_WINDOW_SIZE =
      System.getProperty("os.name").startsWith("Linux") ? 0x5413 : 0x40087468;

  private static final @Nullable MethodHandle IOCTL = ioctl();

  private TerminalWidth() {}

  /** The width now. */
  static int now() {
    int asked = asked();
    return asked > 0 ? asked : of(System.getenv("COLUMNS"));
  }

  /** What {@code COLUMNS} says, or the usual width. */
  static int of(@Nullable String columns) {
    return columns != null && columns.matches("[1-9][0-9]{0,3}")
        ? Integer.parseInt(columns)
        : USUAL;
  }

  private static int asked() {
    if (IOCTL == null) {
      return 0;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, 4); // rows, columns, pixels
      int code = (int) IOCTL.invokeExact(STANDARD_OUTPUT, GET_WINDOW_SIZE, size);
      return code == 0 ? Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1)) : 0;
    } catch (Throwable e) {
      return 0;
    }
  }

  @SuppressWarnings("restricted")
  private static @Nullable MethodHandle ioctl() {
    if (!TerminalWidth.class.getModule().isNativeAccessEnabled()) {
      return null; // the Java machine would print a warning
    }
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor type =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
    return linker
        .defaultLookup()
        .find("ioctl")
        .map(ioctl -> linker.downcallHandle(ioctl, type, Linker.Option.firstVariadicArg(2)))
        .orElse(null);
  }
}
