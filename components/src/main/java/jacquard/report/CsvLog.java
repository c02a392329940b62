package jacquard.report;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import java.io.IOException;
import org.apache.commons.csv.CSVFormat;

/**
 * An action that writes each event as a row {@code count,event,value} of a CSV file (RFC 4180); it
 * fires nothing.
 *
 * <p>How much of the file is this run's is part of the run: one that is resumed from an earlier
 * checkpoint cuts what was written after it, so the file is that of one run without interruption. A
 * file belongs to one log.
 */
public final class CsvLog implements Action, Stateful {
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private String file;
  private long rows;
  private long length;

  /** A log that begins the file anew at its first row. */
  public CsvLog(String file) {
    this.file = file;
  }

  /** To be loaded. */
  private CsvLog() {
    this("");
  }

  @Override
  public void state(State s) {
    file = s.value("file", file);
    rows = s.value("rows", rows);
    length = s.value("length", length);
  }

  @Override
  public Fired act(Event event) throws IOException {
    Object value = event.value();
    String row = FORMAT.format(rows + 1, event.key(), value == null ? "" : value);
    String end = FORMAT.getRecordSeparator();
    length = LogFile.append(file, length, "count,event,value" + end, row + end);
    rows++;
    return Fired.NOTHING;
  }

  /** How many rows it has written. */
  public long rows() {
    return rows;
  }
}
