package jacquard.report;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.hook.RowFile;
import jacquard.vm.Atomic;
import java.io.Flushable;
import java.io.IOException;
import org.apache.commons.csv.CSVFormat;

/**
 * An action that writes each event as a row {@code count,event,value} of a CSV file (RFC 4180); it
 * fires nothing.
 *
 * <p>How much of the file is this run's is part of the run: {@link RowFile} says what that means. A
 * file belongs to one log.
 */
public final class CsvLog implements Action, Stateful, Flushable {
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;
  private static final String HEADER = "count,event,value" + FORMAT.getRecordSeparator();

  private final RowFile rows;

  /** A log that begins the file at its first row: a new one, or one that was a log before. */
  public CsvLog(String file) {
    this.rows = new RowFile(file, HEADER, HEADER);
  }

  /** To be loaded. */
  private CsvLog() {
    this("");
  }

  @Override
  public void state(State s) {
    rows.loaded(s.value("file", rows.file()), s.value("rows", rows.rows()));
    rows.state(s);
  }

  @Override
  @Atomic
  public Fired act(Event event) {
    Object value = event.value();
    String row = FORMAT.format(rows.rows() + 1, event.key(), value == null ? "" : value);
    rows.add(row + FORMAT.getRecordSeparator());
    return Fired.NOTHING;
  }

  /** How many rows it has written, or keeps until they can be. */
  public long rows() {
    return rows.rows();
  }

  /** The file and what is known of it. */
  RowFile file() {
    return rows;
  }

  @Override
  public void flush() throws IOException {
    rows.flush();
  }
}
