package jacquard.hook;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.vm.Moment;
import jacquard.vm.Names;
import jacquard.vm.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The hook that writes a number as a series of {@code step,value} into a CSV file, to be drawn by
 * other programs.
 *
 * <p>How many rows there are is part of the run: one that is resumed from an earlier checkpoint
 * cuts what was written after it, so the file is always that of one run without interruption.
 */
public final class Plot implements NamedHook, Stateful {
  private Value value = Value.word("step");
  private String file = "";
  private int rows;
  private boolean isCut;

  /** To be loaded. */
  private Plot() {}

  /** Makes a hook that writes a value into a CSV file. */
  public Plot(Value value, String file) {
    this.value = value;
    this.file = file;
  }

  /** The file it writes to. */
  public Path file() {
    return Path.of(file);
  }

  @Override
  public void state(State s) {
    value = s.value("value", value);
    file = s.value("file", file);
    rows = s.value("rows", rows);
  }

  @Override
  public String text(Names names) {
    String shown = value.text(names);
    return file.equals(shown + ".csv")
        ? "plot(" + shown + ")"
        : "plot(" + shown + ", " + Quotes.quoted(file) + ")";
  }

  /**
   * Writes a row of step and value.
   *
   * @throws Exception what the method threw
   */
  public void tell(Moment moment) throws Exception {
    Object now = value.at(moment);
    if (!(now instanceof Number number)) {
      throw new ProgramException("plot draws numbers, but " + value + " is " + Value.shown(now));
    }
    Path path = Path.of(file);
    if (!isCut) {
      cut(path);
      isCut = true;
    }
    Files.writeString(path, moment.step() + "," + number + "\n", StandardOpenOption.APPEND);
    rows++;
  }

  /** Leaves the rows that are this run's; those of an earlier process that are missing stay so. */
  private void cut(Path path) throws IOException {
    List<String> kept = List.of("step," + value);
    if (rows > 0 && Files.exists(path)) {
      kept = Files.readAllLines(path).stream().limit(rows + 1L).toList();
    }
    rows = kept.size() - 1;
    Files.writeString(path, String.join("\n", kept) + "\n");
  }
}
