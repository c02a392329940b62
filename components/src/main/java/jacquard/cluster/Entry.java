package jacquard.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An entry of the log that all members agree on; about one run. */
sealed interface Entry {
  /** The name of the run. */
  String run();

  /** The owner's term it belongs to. */
  long epoch();

  /** The wish to own a run. */
  record Claim(String run, long epoch, String owner) implements Entry {}

  /**
   * A part of a checkpoint; the last one makes it whole.
   *
   * @param index of the part, from 0
   * @param count of the parts
   * @param ends whether this checkpoint is the end of the run
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Part(String run, long epoch, long step, int index, int count, boolean ends, byte[] bytes)
      implements Entry {}

  /** Its bytes in the log. */
  default byte[] encoded() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(kind());
      out.writeUTF(run());
      out.writeLong(epoch());
      switch (this) {
        case Claim claim -> out.writeUTF(claim.owner);
        case Part part -> {
          out.writeLong(part.step);
          out.writeInt(part.index);
          out.writeInt(part.count);
          out.writeBoolean(part.ends);
          writeBytes(out, part.bytes);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private int kind() {
    return switch (this) {
      case Claim claim -> 1;
      case Part part -> 2;
    };
  }

  /**
   * The entry of these bytes.
   *
   * @throws IOException if they are none
   */
  static Entry decoded(byte[] bytes, int offset, int length) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, offset, length));
    int kind = in.readByte();
    String run = in.readUTF();
    long epoch = in.readLong();
    return switch (kind) {
      case 1 -> new Claim(run, epoch, in.readUTF());
      case 2 ->
          new Part(
              run,
              epoch,
              in.readLong(),
              in.readInt(),
              in.readInt(),
              in.readBoolean(),
              readBytes(in));
      default -> throw new IOException("an entry of the unknown kind " + kind);
    };
  }

  /** Writes bytes after their number. */
  static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads what {@link #writeBytes} wrote. */
  static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
