package jacquard.kernels;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The flight recorder's event of one operation of {@link RecordedKernels}. */
@Name(RecordedKernels.EVENT)
@Label("Kernel")
@Description("An operation of the numerical kernels, from its call until it is done")
@Category("Jacquard")
@StackTrace(false)
@Enabled(false)
final class KernelEvent extends Event {
  @Label("Kernel")
  @Nullable String kernel;

  @Label("Backend")
  @Nullable String backend;

  @Label("Device")
  @Nullable String device;

  @Label("Shape")
  @Description("Rows x columns, and for products x the terms of a sum")
  @Nullable String shape;
}
