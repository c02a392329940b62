package jacquard.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.hook.RowFile;
import jacquard.vm.Atomic;
import java.io.Flushable;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An action that writes each event as a line of JSON, such as {@code
 * {"count":1,"event":"validate.next","value":0.25}}; it fires nothing.
 *
 * <p>Numbers, truth values, lists and maps are written as such, anything else as its text; numbers
 * that JSON does not have as the texts "NaN" and "Infinity". How much of the file is this run's is
 * part of the run, as of a {@link CsvLog}.
 */
public final class JsonLines implements Action, Stateful, Flushable {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String FIRST = "{\"count\":1,";

  private final RowFile rows;

  /** A log that begins the file at its first line: a new one, or one that was a log before. */
  public JsonLines(String file) {
    this.rows = new RowFile(file, "", FIRST);
  }

  /** To be loaded. */
  private JsonLines() {
    this("");
  }

  @Override
  public void state(State s) {
    rows.loaded(s.value("file", rows.file()), s.value("rows", rows.rows()));
    rows.state(s);
  }

  @Override
  @Atomic
  public Fired act(Event event) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("count", rows.rows() + 1);
      json.writeStringField("event", event.key());
      json.writeFieldName("value");
      write(json, event.value());
      json.writeEndObject();
    }
    rows.add(line + "\n");
    return Fired.NOTHING;
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Boolean b -> json.writeBoolean(b);
      case Double d -> json.writeNumber(d);
      case Float f -> json.writeNumber(f);
      case Long l -> json.writeNumber(l);
      case Integer i -> json.writeNumber(i);
      case Short s -> json.writeNumber(s);
      case Byte b -> json.writeNumber(b);
      case List<?> list -> {
        json.writeStartArray();
        for (Object each : list) {
          write(json, each);
        }
        json.writeEndArray();
      }
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      default -> json.writeString(value.toString());
    }
  }

  /** How many lines it has written, or keeps until they can be. */
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
