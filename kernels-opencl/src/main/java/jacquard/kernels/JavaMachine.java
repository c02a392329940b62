package jacquard.kernels;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this Java machine makes of the processor. */
final class JavaMachine {
  /** Whether it uses instructions for fused multiply-adds. */
  static final boolean HAS_FMA = !"false".equals(option("UseFMA"));

  private static final List<String> LOWER = List.of("0", "1", "2", "3");

  /** Whether its optimizing compiler, which alone makes vector instructions, is on. */
  static final boolean OPTIMIZES = !LOWER.contains(option("TieredStopAtLevel") + "");

  private JavaMachine() {}

  /** Why the kernels in Java are slow here and what to do, in a line; null if they are not. */
  static @Nullable String hindrance() {
    if (!HAS_FMA) {
      return "this Java machine uses no FMA instructions, since the processor has none or an option"
          + " such as -XX:-UseFMA or -XX:UseAVX=0 forbids them; kernels in Java are some times"
          + " slower, so leave the option out, or install OpenCL";
    }
    return OPTIMIZES
        ? null
        : "the optimizing compiler of this Java machine is off (-XX:TieredStopAtLevel); kernels in"
            + " Java are some times slower, so leave the option out";
  }

  /** The value of an option, or null where there is no such option. */
  private static @Nullable String option(String name) {
    try {
      HotSpotDiagnosticMXBean machine =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return machine == null ? null : machine.getVMOption(name).getValue();
    } catch (IllegalArgumentException | LinkageError e) {
      return null; // another kind of Java machine
    }
  }
}
