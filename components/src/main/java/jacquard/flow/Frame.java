package jacquard.flow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * One message between a worker elsewhere and its master.
 *
 * <pre>
 * bytes  content (big-endian)
 *     4  "JQFR"
 *     1  kind
 *     8  number: of the work, of the job, or of the greeting
 *     4  length of what follows the checksum, at most {@value #LARGEST}
 *     4  CRC32C of kind, number and length
 *        a payload, which has checksums of its own, or text
 * </pre>
 */
final class Frame {
  /** What a message is. */
  enum Kind {
    /** From a worker that is ready: the fingerprint of its code. */
    HELLO(1),
    /** Work, for the data that follow. */
    WORK(2),
    /** A datum to apply it to. */
    DATUM(3),
    /** What that gave. */
    RESULT(4),
    /** What it threw instead: what it says, and the stack trace. */
    FAILURE(5),
    /** To a worker elsewhere, from a new master: the fingerprint of its code. */
    GREETING(6);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static Kind of(int code) throws IOException {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IOException("a message of unknown kind " + code);
    }
  }

  static final int LARGEST = 1 << 30;

  /** Bytes before the content. */
  static final int HEADER = 21;

  private static final int MAGIC = 0x4a514652;

  private final Kind kind;
  private final long number;
  private final byte[] bytes;

  Frame(Kind kind, long number, byte[] bytes) {
    this.kind = kind;
    this.number = number;
    this.bytes = bytes;
  }

  Kind kind() {
    return kind;
  }

  long number() {
    return number;
  }

  byte[] bytes() {
    return bytes;
  }

  void write(DataOutputStream out) throws IOException {
    if (bytes.length > LARGEST) {
      throw tooLarge(LARGEST);
    }
    out.writeInt(MAGIC);
    out.writeByte(kind.code);
    out.writeLong(number);
    out.writeInt(bytes.length);
    out.writeInt(crc(kind.code, number, bytes.length));
    out.write(bytes);
  }

  /** All of it, at most {@code largest} bytes. */
  byte[] encoded(int largest) {
    if (bytes.length > largest - HEADER) {
      throw tooLarge(largest);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(HEADER + bytes.length);
    try {
      write(new DataOutputStream(out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private IllegalArgumentException tooLarge(int largest) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%,d bytes do not fit into one message of %,d; make smaller chunks",
            bytes.length,
            largest));
  }

  /**
   * The message of these bytes.
   *
   * @throws IOException if it is none, or ends early
   */
  static Frame decoded(byte[] message) throws IOException {
    return read(new DataInputStream(new ByteArrayInputStream(message)));
  }

  /**
   * Reads a message; nothing is allocated before its length is known to be as it was sent.
   *
   * @throws IOException if it is none, or ends early
   */
  static Frame read(DataInputStream in) throws IOException {
    int magic = in.readInt();
    if (magic != MAGIC) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "no message but %08x: does something print to the standard output?",
              magic));
    }
    int kind = in.readUnsignedByte();
    long number = in.readLong();
    int length = in.readInt();
    if (in.readInt() != crc(kind, number, length) || length < 0 || length > LARGEST) {
      throw new IOException("a damaged message");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a message ended after " + bytes.length + " of " + length + " bytes");
    }
    return new Frame(Kind.of(kind), number, bytes);
  }

  private static int crc(int kind, long number, int length) {
    CRC32C crc = new CRC32C();
    crc.update(kind);
    for (int i = 0; i < 64; i += 8) {
      crc.update((int) (number >>> i));
    }
    for (int i = 0; i < 32; i += 8) {
      crc.update(length >>> i);
    }
    return (int) crc.getValue();
  }
}
