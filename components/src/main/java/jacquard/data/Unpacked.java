package jacquard.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Files of data, unpacked if they are packed with gzip, which their first bytes say. */
final class Unpacked {
  private static final int START = 16;
  private static final byte[] GZIP = HexFormat.of().parseHex("1f8b");

  /** What files that are often mistaken for data start with, and what to do with them. */
  private static final Map<String, String> OTHERS = new LinkedHashMap<>();

  static {
    for (char level = '1'; level <= '9'; level++) {
      OTHERS.put(
          String.format(Locale.ROOT, "425a683%c314159265359", level),
          "packed with bzip2: unpack it first (bunzip2)");
    }
    OTHERS.put("504b0304", "a zip archive (or a workbook): unpack it first, or save it as CSV");
    OTHERS.put("fd377a585a00", "packed with xz: unpack it first (unxz)");
    OTHERS.put("28b52ffd", "packed with zstd: unpack it first (unzstd)");
    OTHERS.put("377abcaf271c", "a 7z archive: unpack it first");
    OTHERS.put("1f9d", "packed with compress: unpack it first (uncompress)");
    OTHERS.put("5041523115", "a Parquet file: save it as CSV or .npy");
    OTHERS.put("894844460d0a1a0a", "an HDF5 file: save its arrays as .npy");
    OTHERS.put("d0cf11e0a1b11ae1", "an old Excel workbook: save it as CSV");
    OTHERS.put("255044462d", "a PDF document");
  }

  private Unpacked() {}

  /**
   * Opens a file.
   *
   * @throws IllegalArgumentException if there is none, or it is packed otherwise or a web page
   * @throws IOException if it cannot be read
   */
  static InputStream open(Path file) throws IOException {
    return of(file.toString(), stream(file));
  }

  static InputStream stream(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a directory, not a file");
    }
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException missing) {
      throw new IllegalArgumentException("there is no file " + file, missing);
    }
  }

  /** Unpacks a stream that errors call by a name; closes it if it cannot. */
  static InputStream of(String name, InputStream in) throws IOException {
    try {
      BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
      buffered.mark(START);
      byte[] start = buffered.readNBytes(START);
      buffered.reset();
      if (startsWith(start, GZIP)) {
        return new GzipParts(buffered);
      }
      check(name, start);
      return buffered;
    } catch (IOException e) {
      in.close();
      throw Damage.of(name, e);
    } catch (RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static void check(String name, byte[] start) {
    for (Map.Entry<String, String> each : OTHERS.entrySet()) {
      if (startsWith(start, HexFormat.of().parseHex(each.getKey()))) {
        throw new IllegalArgumentException(name + " is " + each.getValue());
      }
    }
    String text = new String(start, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("<!doctype") || text.startsWith("<html") || text.startsWith("<?xml")) {
      throw new IllegalArgumentException(
          name + " is a web page, not data: the address it came from shows one; get the file");
    }
    if (name.toLowerCase(Locale.ROOT).endsWith(".gz")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is not packed with gzip, it starts with %s: if it was unpacked on the way, as"
                  + " browsers do, name it without .gz; else get it again",
              name,
              start.length == 0 ? "nothing" : shown(start)));
    }
  }

  /** The first bytes of a file as a person can read them: in hexadecimal, or as text. */
  static String shown(byte[] start) {
    boolean text = start.length > 0;
    for (byte each : start) {
      text &= (each >= ' ' && each <= '~') || each == '\n' || each == '\r' || each == '\t';
    }
    return text
        ? "\"" + Visible.text(new String(start, StandardCharsets.US_ASCII)) + "\""
        : "the bytes " + HexFormat.ofDelimiter(" ").formatHex(start);
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }
}
