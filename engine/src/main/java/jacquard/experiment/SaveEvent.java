package jacquard.experiment;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The flight recorder's event of a checkpoint {@link Autosave} wrote; it lasts as the writing. */
@Name("jacquard.Save")
@Label("Save")
@Description("A checkpoint is written to the disk, in the background")
@Category("Jacquard")
@StackTrace(false)
final class SaveEvent extends Event {
  @Label("Step")
  @Description("How many steps of the run were completed")
  long step;

  @Label("File")
  @Nullable String file;

  @Label("Length")
  @DataAmount
  long bytes;

  @Label("Copying")
  @Description("How long the run stood still for the copy of its state")
  @Timespan
  long copying;

  void of(Saved saved) {
    if (shouldCommit()) {
      step = saved.steps();
      file = saved.file().toString();
      bytes = saved.bytes();
      copying = saved.copying().toNanos();
      commit();
    }
  }
}
