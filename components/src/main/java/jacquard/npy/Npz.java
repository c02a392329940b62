package jacquard.npy;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's archive of named arrays, {@code .npz}: a zip of {@code .npy} files.
 *
 * <p>Lengths and checksums are compared when reading. The same arrays make the same file, byte for
 * byte. Arrays are written unpacked, as by {@code numpy.savez}; what {@code numpy.savez_compressed}
 * writes is read as well.
 */
public final class Npz {
  private static final String END = ".npy";

  /** No deflated byte stands for more. */
  private static final long MOST_PER_BYTE = 1032;

  /** The first time a zip can hold, so that files do not differ by when they were made. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * Reads all arrays, by name, in the order of the file: its members that end in {@code .npy}.
   *
   * @throws IllegalArgumentException if the file is missing, damaged or holds something else; it
   *     names file and array
   * @throws IOException if the file cannot be read
   */
  public static Map<String, NpyArray> read(Path file) throws IOException {
    return read(
        file,
        entries ->
            entries.entrySet().stream()
                .filter(e -> e.getValue().getFirst().getName().endsWith(END))
                .map(Map.Entry::getKey)
                .toList());
  }

  /**
   * Reads some arrays, by name, in this order; whatever else the archive has is not looked at.
   *
   * @throws IllegalArgumentException if one is not there, or for the reasons of {@link #read(Path)}
   * @throws IOException if the file cannot be read
   */
  public static Map<String, NpyArray> read(Path file, List<String> names) throws IOException {
    return read(file, entries -> names);
  }

  private static Map<String, NpyArray> read(
      Path file, Function<Map<String, List<ZipEntry>>, List<String>> wanted) throws IOException {
    Npy.checkFile(file);
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Map<String, List<ZipEntry>> entries = entries(zip);
      for (String name : wanted.apply(entries)) {
        List<ZipEntry> found = entries.getOrDefault(name, List.of());
        if (found.size() != 1) {
          throw new IllegalArgumentException(
              found.isEmpty()
                  ? String.format(
                      Locale.ROOT, "%s: no array %s; there are %s", file, name, entries.keySet())
                  : String.format(Locale.ROOT, "%s: has two arrays %s", file, name));
        }
        arrays.put(name, array(file, zip, found.getFirst()));
      }
    } catch (ZipException | EOFException damaged) {
      boolean method = String.valueOf(damaged.getMessage()).contains("compression method");
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is no whole .npz (%s); %s",
              file,
              damaged.getMessage(),
              method ? "pack it with numpy.savez_compressed" : "get it again"),
          damaged);
    }
    return arrays;
  }

  /** The members, by their names without the ending; what has another is no array. */
  private static Map<String, List<ZipEntry>> entries(ZipFile zip) {
    Map<String, List<ZipEntry>> entries = new LinkedHashMap<>();
    for (ZipEntry entry : List.copyOf(Collections.list(zip.entries()))) {
      String name = entry.getName();
      boolean named = name.endsWith(END);
      String array = named ? name.substring(0, name.length() - END.length()) : name;
      List<ZipEntry> same = entries.computeIfAbsent(array, none -> new ArrayList<>());
      same.removeIf(other -> named && !other.getName().endsWith(END));
      if (named || same.isEmpty()) {
        same.add(entry);
      }
    }
    return entries;
  }

  private static NpyArray array(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    String name = file + ", array " + entry.getName();
    long size = entry.getSize();
    if (size < 0 || size / MOST_PER_BYTE > Math.min(entry.getCompressedSize(), Files.size(file))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d bytes cannot unpack to %d; get it again",
              name,
              entry.getCompressedSize(),
              size));
    }
    CRC32 checksum = new CRC32();
    try (InputStream in =
        new BufferedInputStream(new CheckedInputStream(zip.getInputStream(entry), checksum))) {
      NpyArray array = Npy.read(name, in, size);
      if (in.read() >= 0 || checksum.getValue() != entry.getCrc()) {
        throw new IllegalArgumentException(
            name + ": is not what its length and checksum say; get it again");
      }
      return array;
    } catch (ZipException | EOFException damaged) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s is damaged (%s); get it again", name, damaged.getMessage()),
          damaged);
    }
  }

  /**
   * Writes arrays, over a file that is there.
   *
   * @param arrays by names of NumPy's choice; {@code layer.weights} is a good one, {@code a/b} too
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Map<String, NpyArray> arrays) throws IOException {
    NewFile.write(file, out -> write(out, arrays));
  }

  private static void write(OutputStream to, Map<String, NpyArray> arrays) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(to, 1 << 16))) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (Map.Entry<String, NpyArray> each : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey() + END);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        Npy.write(zip, each.getValue());
        zip.closeEntry();
      }
    }
  }
}
