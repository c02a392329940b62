package jacquard.npy;

import static jacquard.npy.NpyType.BOOL;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands before the elements in a {@code .npy} file of versions 1 to 3: type, order, shape.
 *
 * @param order of the bytes of an element
 * @param fortran whether the first dimension is the fastest, else the last
 * @param shape the sizes of the dimensions; none for a single number
 * @param length the bytes of the header, where the elements begin
 */
public record NpyHeader(
    NpyType type, ByteOrder order, boolean fortran, List<Long> shape, int length) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Longer ones are taken for damaged; those of the types read here have some 100 bytes. */
  private static final int LONGEST = 1 << 16;

  private static final int ALIGNMENT = 64;
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*(['\"])(descr|fortran_order|shape)\\1\\s*:"
              + "\\s*('[^']*'|\"[^\"]*\"|True|False|\\([^()]*\\))");
  private static final Pattern RECORDS = Pattern.compile(".*['\"]descr['\"]\\s*:\\s*\\[");
  private static final Pattern SHAPE =
      Pattern.compile("\\(\\s*(\\d+L?\\s*(,\\s*\\d+L?\\s*)*,?)?\\s*\\)");

  /**
   * Reads a header.
   *
   * @param name what errors call the file
   * @throws IllegalArgumentException if it is none, damaged, or of a type that is not read
   * @throws IOException if the stream cannot be read
   */
  public static NpyHeader read(String name, InputStream in) throws IOException {
    byte[] start = bytes(name, in, MAGIC.length + 2);
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IllegalArgumentException(name + ", byte 0: no .npy file, " + isRather(start));
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s, byte %d: version %d of the format; 1 to 3 are read",
              name,
              MAGIC.length,
              version));
    }
    int width = version == 1 ? 2 : 4;
    ByteBuffer size = ByteBuffer.wrap(bytes(name, in, width)).order(ByteOrder.LITTLE_ENDIAN);
    long claimed =
        version == 1 ? Short.toUnsignedInt(size.getShort()) : Integer.toUnsignedLong(size.getInt());
    if (claimed > LONGEST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s, byte %d: claims a header of %d bytes; get it again",
              name,
              start.length,
              claimed));
    }
    String text =
        new String(
            bytes(name, in, (int) claimed),
            version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    return parse(name, text, start.length + width + (int) claimed);
  }

  private static String isRather(byte[] start) {
    return switch (ByteBuffer.wrap(start).getShort()) {
      case 0x1f8b -> "it is packed with gzip: unpack it first";
      case 0x504b -> "it is an archive, as .npz is";
      default -> "it does not start so";
    };
  }

  private static byte[] bytes(String name, InputStream in, int count) throws IOException {
    try {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length == count) {
        return bytes;
      }
    } catch (EOFException cut) {
      throw new IllegalArgumentException(name + ": ends within the header; get it again", cut);
    }
    throw new IllegalArgumentException(name + ": ends within the header; get it again");
  }

  private static NpyHeader parse(String name, String text, int length) {
    Map<String, String> entries = new TreeMap<>();
    String dict = text.strip();
    boolean whole = dict.startsWith("{") && dict.endsWith("}");
    int at = 1;
    int end = dict.length() - 1;
    if (RECORDS.matcher(dict).lookingAt()) {
      throw new IllegalArgumentException(
          name
              + ": an array of records, which is not read; save each field as an array of its own");
    }
    Matcher entry = ENTRY.matcher(dict);
    while (whole && at < end && entry.region(at, end).lookingAt()) {
      whole = entries.put(entry.group(2), entry.group(3)) == null;
      at = entry.end();
      at = at < end && dict.charAt(at) == ',' ? at + 1 : at;
    }
    String descr = entries.get("descr");
    String fortran = entries.get("fortran_order");
    String shape = entries.get("shape");
    if (!whole
        || descr == null
        || fortran == null
        || shape == null
        || !dict.substring(at, end).isBlank()
        || !(descr.startsWith("'") || descr.startsWith("\""))
        || !fortran.matches("True|False")
        || !SHAPE.matcher(shape).matches()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: the header is damaged: %s",
              name,
              dict.length() > 200 ? "too long" : dict));
    }
    String described = descr.substring(1, descr.length() - 1);
    return new NpyHeader(
        type(name, described),
        described.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        fortran.equals("True"),
        sizes(name, shape),
        length);
  }

  private static NpyType type(String name, String descr) {
    for (NpyType type : NpyType.values()) {
      String order = type.bytes() == 1 ? "[|<>=]?" : "[<>=]?"; // without one, this machine's
      if (descr.matches(order + type.code()) || (type == BOOL && descr.equals("?"))) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: elements of type '%s' are not numbers that are read; %s",
            name,
            descr,
            advice(descr.replaceFirst("^[|<>=]", ""))));
  }

  private static String advice(String code) {
    return switch (code.isEmpty() ? ' ' : code.charAt(0)) {
      case 'U', 'S', 'a' -> "save the texts as numbers: numpy.unique(a, return_inverse=True)[1]";
      case 'O' -> "save them as numbers: numpy.array(a.tolist(), numpy.float32)";
      case 'M', 'm' -> "save the times as integers: a.astype(numpy.int64)";
      case 'c' -> "save a.real and a.imag";
      default -> "save a.astype(numpy.float64)";
    };
  }

  private static List<Long> sizes(String name, String shape) {
    String inner = shape.substring(1, shape.length() - 1).replace("L", "").strip();
    if (inner.isEmpty()) {
      return List.of();
    }
    try {
      long total = 1;
      List<Long> sizes =
          Arrays.stream(inner.split(",", 0)).map(s -> Long.valueOf(s.strip())).toList();
      for (long size : sizes) {
        // Also where another one is 0: no size may be absurd.
        total = Math.multiplyExact(total, Math.max(size, 1));
      }
      Math.multiplyExact(total, Long.BYTES);
      return sizes;
    } catch (NumberFormatException | ArithmeticException tooLarge) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: claims the shape %s; get it again", name, shape),
          tooLarge);
    }
  }

  /** The number of elements. */
  public long count() {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    return count;
  }

  /** The bytes of all elements. */
  public long bytes() {
    return count() * type.bytes();
  }

  /**
   * Compares the length of a file with what shape and type say.
   *
   * @throws IllegalArgumentException if they differ
   */
  public void checkLength(String name, long fileBytes) {
    if (fileBytes != length + bytes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s needs %d bytes after a header of %d, the file has %d; get it again",
              name,
              this,
              bytes(),
              length,
              fileBytes - length));
    }
  }

  /** The header of an array that is written here: little-endian, the last dimension fastest. */
  static NpyHeader of(NpyType type, List<Long> shape) {
    return new NpyHeader(
        type, ByteOrder.LITTLE_ENDIAN, false, shape, encode(type, shape, ALIGNMENT).length);
  }

  /**
   * The bytes of a header of version 1.
   *
   * @param room at least so long, so that a shape that has grown can be put in its place
   */
  static byte[] encode(NpyType type, List<Long> shape, int room) {
    String sizes = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String text =
        String.format(
            Locale.ROOT,
            "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }",
            type.descr(),
            sizes,
            shape.size() == 1 ? "," : "");
    int before = MAGIC.length + 4;
    int needed = Math.max(room, before + text.length() + 1);
    int length = Math.ceilDiv(needed, ALIGNMENT) * ALIGNMENT;
    if (length - before > 0xFFFF) {
      throw new IllegalArgumentException(shape.size() + " dimensions are too many");
    }
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) ' ');
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) (length - before))
        .put(text.getBytes(StandardCharsets.ISO_8859_1));
    bytes[length - 1] = '\n';
    return bytes;
  }

  @Override
  public String toString() {
    return type.name().toLowerCase(Locale.ROOT) + shape;
  }
}
