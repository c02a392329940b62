package jacquard.trace;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of one JSON array, one event a line, that can be gone on with. */
final class TraceFile implements AutoCloseable {
  /** A line is never longer, so that a cut last line is found in so much of the end. */
  private static final int TAIL = 1 << 16;

  private static final Pattern EPOCH = Pattern.compile("\"epoch_us\":(\\d{1,18})");

  private final BufferedWriter out;
  private final long epochMicros;
  private String before;

  private TraceFile(BufferedWriter out, String before, long epochMicros) {
    this.out = out;
    this.before = before;
    this.epochMicros = epochMicros;
  }

  static TraceFile open(Path file, boolean append) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    long end = append ? lastEvent(channel) : 0;
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    long epoch = end == 0 ? now : epoch(channel, now);
    channel.truncate(end).position(end);
    BufferedWriter out =
        new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8), TAIL);
    return new TraceFile(out, end == 0 ? "[\n" : ",\n", epoch);
  }

  /** Where the last whole event of a file ends, whether or not its array was closed; 0 if none. */
  private static long lastEvent(FileChannel channel) throws IOException {
    long start = Math.max(0, channel.size() - TAIL);
    ByteBuffer tail = ByteBuffer.allocate((int) (channel.size() - start));
    while (tail.hasRemaining() && channel.read(tail, start + tail.position()) >= 0) {
      // a channel may read less than it was asked for
    }
    String text = new String(tail.array(), StandardCharsets.ISO_8859_1); // a char is a byte
    int last = Math.max(text.lastIndexOf("}}\n]"), text.lastIndexOf("}},\n"));
    return last < 0 ? 0 : start + last + 2;
  }

  /** When the first process began the file, in microseconds since 1970: where its time is 0. */
  long epochMicros() {
    return epochMicros;
  }

  /** The number of {@link #EPOCH} in the first line, or what is given if it is not there. */
  private static long epoch(FileChannel channel, long now) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(1000);
    channel.read(start, 0);
    Matcher epoch =
        EPOCH.matcher(new String(start.array(), 0, start.position(), StandardCharsets.UTF_8));
    return epoch.find() ? Long.parseLong(epoch.group(1)) : now;
  }

  void write(String event) throws IOException {
    out.write(before);
    out.write(event);
    before = ",\n";
  }

  /** Closes the array and the file. */
  @Override
  public void close() throws IOException {
    out.write(before.startsWith("[") ? "[]\n" : "\n]\n");
    out.close();
  }
}
