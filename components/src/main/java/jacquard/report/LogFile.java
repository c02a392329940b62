package jacquard.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file of a log, of which the run knows how much is its own. */
final class LogFile {
  private LogFile() {}

  /**
   * Puts a text after the first {@code length} bytes and cuts what was there: half a row of a step
   * that failed, or rows that were written after the checkpoint from which the run was resumed. If
   * the file is shorter, because it is another machine's, what is missing stays so.
   *
   * @param header put first if the file is empty
   * @return the length of the file now
   */
  static long append(String file, long length, String header, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(length);
      channel.position(channel.size());
      String all = channel.size() == 0 ? header + text : text;
      ByteBuffer bytes = ByteBuffer.wrap(all.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return channel.size();
    }
  }
}
