package jacquard.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * The header of a {@linkplain CheckpointFile checkpoint's file}.
 *
 * <pre>
 * offset  bytes  content (little-endian)
 *      0      8  "JACQUARD"
 *      8      4  version of this layout, {@value #VERSION}
 *     12      4  number of arrays
 *     16      8  offset of the structure
 *     24      8  length of the structure
 *     32      8  length of the file
 *     40      4  CRC32C of the structure
 *     44     16  zero
 *     60      4  CRC32C of bytes 0..59
 *     64         the arrays, and the structure
 * </pre>
 *
 * @param arrays how many there are
 * @param structure its offset
 * @param length of the structure, in bytes
 * @param size of the file, in bytes
 * @param crc of the structure
 */
record FileHeader(int arrays, long structure, long length, long size, int crc) {
  /** The version of the layout. */
  static final int VERSION = 1;

  /** How many bytes a header has. */
  static final int SIZE = 64;

  private static final byte[] MAGIC = {'J', 'A', 'C', 'Q', 'U', 'A', 'R', 'D'};

  /** What stands in the file. */
  ByteBuffer bytes() {
    ByteBuffer header = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putInt(VERSION).putInt(arrays);
    header.putLong(structure).putLong(length).putLong(size).putInt(crc);
    header.putInt(SIZE - 4, crc(header.array(), SIZE - 4));
    return header.rewind();
  }

  /**
   * Reads the header of a file, and checks all that it can tell by itself.
   *
   * @param file for messages
   * @throws CheckpointException naming the offset of what is wrong
   */
  static FileHeader read(Disk.Input in, String file) throws IOException {
    if (in.size() < SIZE) {
      throw CheckpointFile.damaged(file, 0, "it is too short for a checkpoint");
    }
    ByteBuffer header = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.readFully(in, header, 0);
    byte[] bytes = header.array();
    if (!java.util.Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw CheckpointFile.damaged(file, 0, "it is not a Jacquard checkpoint");
    }
    if (header.getInt(60) != crc(bytes, SIZE - 4)) {
      throw CheckpointFile.damaged(file, 60, "the checksum of its header differs");
    }
    int version = header.getInt(8);
    if (version != VERSION) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "%s has layout %d, but this version of Jacquard reads layout %d; use the %s version",
              file,
              version,
              VERSION,
              version > VERSION ? "newer" : "older"));
    }
    if (header.getInt(44) != 0 || header.getLong(48) != 0 || header.getInt(56) != 0) {
      throw CheckpointFile.damaged(file, 44, "reserved bytes are set");
    }
    return new FileHeader(
        header.getInt(12),
        header.getLong(16),
        header.getLong(24),
        header.getLong(32),
        header.getInt(40));
  }

  /** The CRC32C of the first {@code length} bytes. */
  static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
