package jacquard.data;

import jacquard.npy.Npy;
import jacquard.npy.NpyHeader;
import jacquard.npy.NpyType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/**
 * The elements of a {@code .npy} file mapped into memory: a matrix of floats, or an array of labels
 * or targets.
 *
 * <p>It is unmapped when nothing refers to it any more.
 */
final class MappedRows {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final NpyType type;
  private final int rows;
  private final int columns;
  private final MemorySegment elements;

  private MappedRows(NpyType type, int rows, int columns, MemorySegment elements) {
    this.type = type;
    this.rows = rows;
    this.columns = columns;
    this.elements = elements;
  }

  /** Maps a matrix of float32. */
  static MappedRows floats(Path file) throws IOException {
    return map(file, 2, NpyType.FLOAT32);
  }

  /** Maps an array, or a matrix of one column, of any type. */
  static MappedRows labels(Path file) throws IOException {
    return map(file, 1, NpyType.values());
  }

  private static MappedRows map(Path file, int dimensions, NpyType... types) throws IOException {
    Npy.checkFile(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 256);
      NpyHeader header = NpyHeader.read(file.toString(), in);
      check(file, header, channel.size(), dimensions, types);
      MemorySegment elements =
          channel.map(
              FileChannel.MapMode.READ_ONLY, header.length(), header.bytes(), Arena.ofAuto());
      int columns = dimensions == 1 ? 1 : header.shape().get(1).intValue();
      return new MappedRows(header.type(), header.shape().getFirst().intValue(), columns, elements);
    } catch (NoSuchFileException missing) {
      throw new IllegalArgumentException("there is no file " + file, missing);
    }
  }

  private static void check(
      Path file, NpyHeader header, long size, int dimensions, NpyType[] types) {
    header.checkLength(file.toString(), size);
    boolean bigEndian = header.order().equals(ByteOrder.BIG_ENDIAN) && header.type().bytes() > 1;
    if (!Arrays.asList(types).contains(header.type())
        || !hasDimensions(header, dimensions)
        || bigEndian
        || (header.fortran() && dimensions > 1)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: has %s%s%s; to be mapped it needs %d dimension%s of %s, little-endian, in C"
                  + " order: %s",
              file,
              header,
              bigEndian ? ", big-endian" : "",
              header.fortran() ? ", in Fortran order" : "",
              dimensions,
              dimensions == 1 ? "" : "s",
              types.length > 1 ? "numbers" : types[0].name().toLowerCase(Locale.ROOT),
              types.length > 1
                  ? "y.ravel().astype(numpy.int64) is so"
                  : "numpy.ascontiguousarray(x, numpy.float32) is so"));
    }
    for (long each : header.shape()) {
      if (each < 1 || each > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: has %s; mapped are 1 to 2^31 - 9 rows and columns",
                file,
                header));
      }
    }
  }

  private static boolean hasDimensions(NpyHeader header, int dimensions) {
    int found = header.shape().size();
    return found == dimensions || (dimensions == 1 && found == 2 && header.shape().getLast() == 1);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** All elements; a row takes {@link #columns} times the type's bytes. */
  MemorySegment elements() {
    return elements;
  }

  /** Copies rows, row after row. */
  void read(int first, int count, float[] to, int at) {
    long from = (long) first * columns * Float.BYTES;
    MemorySegment.copy(elements, FLOAT, from, to, at, Math.multiplyExact(count, columns));
  }

  /** Copies labels as they are, if they are int32; else false. */
  boolean readInts(int first, int count, int[] to, int at) {
    if (type != NpyType.INT32) {
      return false;
    }
    MemorySegment.copy(elements, INT, (long) first * Integer.BYTES, to, at, count);
    return true;
  }

  /** Whether the element of a row is an integer that a long has. */
  boolean isInteger(int row) {
    if (type == NpyType.UINT64) {
      return elements.get(LONG, (long) row * Long.BYTES) >= 0;
    }
    double value = type.isInteger() ? 0 : real(row);
    return value == Math.rint(value) && Math.abs(value) <= 1L << 53;
  }

  /** The element of a row that is an integer. */
  long integer(int row) {
    long at = (long) row * type.bytes();
    return switch (type) {
      case UINT8, BOOL -> Byte.toUnsignedInt(elements.get(ValueLayout.JAVA_BYTE, at));
      case INT8 -> elements.get(ValueLayout.JAVA_BYTE, at);
      case INT16 -> elements.get(SHORT, at);
      case UINT16 -> Short.toUnsignedInt(elements.get(SHORT, at));
      case INT32 -> elements.get(INT, at);
      case UINT32 -> Integer.toUnsignedLong(elements.get(INT, at));
      case INT64, UINT64 -> elements.get(LONG, at);
      case FLOAT16, FLOAT32, FLOAT64 -> (long) real(row);
    };
  }

  /** The element of a row as a real number. */
  double real(int row) {
    long at = (long) row * type.bytes();
    return switch (type) {
      case FLOAT16 -> Float.float16ToFloat(elements.get(SHORT, at));
      case FLOAT32 -> elements.get(FLOAT, at);
      case FLOAT64 -> elements.get(DOUBLE, at);
      case UINT64 -> new BigInteger(Long.toUnsignedString(elements.get(LONG, at))).doubleValue();
      default -> integer(row);
    };
  }
}
