package jacquard.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The content of a gzip file, part after part (RFC 1952): each part's header, checksum and length
 * are checked, and what follows the last one is zeros or nothing.
 *
 * <p>{@link java.util.zip.GZIPInputStream} takes a damaged header of a further part for the end.
 */
final class GzipParts extends InputStream {
  private static final int BUFFER = 1 << 16;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA_FIELD = 4;
  private static final int FILE_NAME = 8;
  private static final int REMARK = 16;
  private static final int RESERVED = 0xE0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final CRC32 headerChecksum = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private long before;
  private int part = 1;
  private boolean ended;

  /** Reads the first header. */
  GzipParts(InputStream in) throws IOException {
    this.in = in;
    try {
      header();
    } catch (IOException | RuntimeException e) {
      inflater.end();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int count = inflate(to, offset, length);
      checksum.update(to, offset, count);
      if (inflater.finished()) {
        at = end - inflater.getRemaining();
        trailer();
        nextPart();
      }
      if (count > 0) {
        return count;
      }
    }
    return -1;
  }

  private int inflate(byte[] to, int offset, int length) throws IOException {
    try {
      int count = inflater.inflate(to, offset, length);
      if (count == 0 && !inflater.finished()) {
        if (inflater.needsDictionary()) {
          throw damaged("wants a dictionary");
        }
        if (at == end && !fill()) {
          throw cut();
        }
        inflater.setInput(buffer, at, end - at);
        at = end;
      }
      return count;
    } catch (DataFormatException broken) {
      throw damaged(String.valueOf(broken.getMessage()));
    }
  }

  private void trailer() throws IOException {
    byte[] bytes = new byte[8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) next();
    }
    ByteBuffer trailer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (trailer.getInt() != (int) checksum.getValue()) {
      throw damaged("its checksum differs");
    }
    if (trailer.getInt() != (int) inflater.getBytesWritten()) {
      throw damaged("its length differs");
    }
  }

  /** Goes to the next part; zeros may fill up the end of a file. */
  private void nextPart() throws IOException {
    boolean zeros = false;
    while (at < end || fill()) {
      if (buffer[at] != 0) {
        part++;
        if (zeros) {
          throw damaged("it follows zeros");
        }
        inflater.reset();
        checksum.reset();
        header();
        return;
      }
      zeros = true;
      at++;
    }
    ended = true;
  }

  private void header() throws IOException {
    headerChecksum.reset();
    if (headerByte() != 0x1f || headerByte() != 0x8b || headerByte() != 8) {
      throw damaged("it does not start as gzip does");
    }
    int flags = headerByte();
    if ((flags & RESERVED) != 0) {
      throw damaged("its header has unknown flags");
    }
    skip(6);
    if ((flags & EXTRA_FIELD) != 0) {
      skip(headerByte() | headerByte() << 8);
    }
    skipText(flags & FILE_NAME);
    skipText(flags & REMARK);
    if ((flags & HEADER_CHECKSUM) != 0) {
      int wanted = (int) headerChecksum.getValue() & 0xFFFF;
      if ((headerByte() | headerByte() << 8) != wanted) {
        throw damaged("the checksum of its header differs");
      }
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      headerByte();
    }
  }

  private void skipText(int flag) throws IOException {
    int read = flag;
    while (read != 0) {
      read = headerByte();
    }
  }

  private int headerByte() throws IOException {
    int read = next();
    headerChecksum.update(read);
    return read;
  }

  private int next() throws IOException {
    if (at == end && !fill()) {
      throw cut();
    }
    return Byte.toUnsignedInt(buffer[at++]);
  }

  private boolean fill() throws IOException {
    before += end;
    at = 0;
    end = Math.max(0, in.read(buffer, 0, BUFFER));
    return end > 0;
  }

  private EOFException cut() {
    return new EOFException(
        String.format(
            Locale.ROOT, "part %d of the packed file is cut, at byte %d", part, before + end));
  }

  private ZipException damaged(String how) {
    return new ZipException(
        String.format(
            Locale.ROOT, "part %d of the packed file, before byte %d: %s", part, before + at, how));
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
