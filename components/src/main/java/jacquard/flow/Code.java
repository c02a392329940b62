package jacquard.flow;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The code a process runs: its Java version and the content of its class path.
 *
 * <p>It finds out mistakes, such as a jar that was rebuilt meanwhile, and no malice.
 */
final class Code {
  private static @Nullable String known;

  private Code() {}

  /** A text that is the same for two processes when they run the same code; computed once. */
  static synchronized String fingerprint() {
    String found = known;
    if (found == null) {
      found = computed(classPath(System.getProperty("java.class.path")));
      known = found;
    }
    return found;
  }

  /**
   * A class path without its empty entries. They mean the current directory, which holds anything,
   * logs too; so it is neither looked at nor handed on.
   */
  static String classPath(String entries) {
    return Arrays.stream(entries.split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }

  static String computed(String classPath) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(digest, Runtime.version().toString());
      for (String entry : classPath.split(File.pathSeparator, -1)) {
        Path path = Path.of(entry);
        if (Files.exists(path)) {
          add(digest, path);
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the class path", e);
    }
  }

  private static void add(MessageDigest digest, Path entry) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(entry)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      add(digest, entry.relativize(file) + " " + crc(file));
    }
  }

  private static void add(MessageDigest digest, String line) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String crc(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] chunk = new byte[1 << 16];
    long length = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        crc.update(chunk, 0, read);
        length += read;
      }
    }
    return length + " " + crc.getValue();
  }
}
