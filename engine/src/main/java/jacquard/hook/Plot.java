package jacquard.hook;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.vm.Args;
import jacquard.vm.Atomic;
import jacquard.vm.Hook;
import jacquard.vm.Moment;
import jacquard.vm.Names;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import java.io.Flushable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The hook that writes a number as a series of {@code step,value} into a CSV file, to be drawn by
 * other programs.
 *
 * <p>How much of the file is its own is part of the run: {@link RowFile} says what that means.
 */
public final class Plot implements NamedHook, Stateful, Flushable {
  private Value value;
  private RowFile rows;

  /** To be loaded. */
  private Plot() {
    this(Value.word("step"), "");
  }

  /**
   * Makes a hook that writes a value into a CSV file.
   *
   * @throws ProgramException if the value is never a number
   */
  public Plot(Value value, String file) {
    this.value = value;
    this.rows = rows(value, file);
    value.requireNumber();
  }

  private static RowFile rows(Value value, String file) {
    String header = "step," + value + "\n";
    return new RowFile(file, header, header);
  }

  /** The file it writes to. */
  public Path file() {
    return rows.path();
  }

  /** The file and what is known of it. */
  public RowFile rows() {
    return rows;
  }

  @Override
  public void state(State s) {
    value = s.value("value", value);
    String file = s.value("file", rows.file());
    int count = s.value("rows", (int) rows.rows());
    if (s.isLoading()) {
      rows = rows(value, file);
    }
    rows.loaded(file, count);
    rows.state(s);
  }

  @Override
  public String text(Names names) {
    String file = rows.file();
    String shown = value.text(names);
    return file.equals(shown + ".csv")
        ? "plot(" + shown + ")"
        : "plot(" + shown + ", " + Quotes.quoted(file) + ")";
  }

  @Override
  public void check(Hook.When when, Node node) {
    value.requireNumber(when, node);
  }

  /**
   * Writes a row of step and value.
   *
   * @throws ProgramException if the value is no number
   * @throws Exception what the method threw
   */
  @Atomic
  public void tell(Moment moment) throws Exception {
    Object now = number(value.at(moment));
    if (!(now instanceof Number number)) {
      throw new ProgramException("plot draws numbers, but " + value + " is " + Value.shown(now));
    }
    rows.add(moment.step() + "," + number + "\n");
  }

  /** The one value of several. */
  private static @Nullable Object number(@Nullable Object now) {
    return now instanceof Args args && args.isSingle() ? args.get(0) : now;
  }

  @Override
  public void flush() throws IOException {
    rows.flush();
  }
}
