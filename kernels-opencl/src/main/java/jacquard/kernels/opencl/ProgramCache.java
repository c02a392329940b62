package jacquard.kernels.opencl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled programs in files, named by the SHA-256 of all they were made of.
 *
 * <p>A file is the SHA-256 of the program followed by the program. One that does not match was
 * damaged and counts as absent, so it is made again and replaced. Files are written whole;
 * processes may share the directory.
 */
final class ProgramCache {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramCache.class);
  private static final int DIGEST = 32;

  private final Path directory;

  ProgramCache(Path directory) {
    this.directory = directory;
  }

  static String key(String... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String part : parts) {
      byte[] text = part.getBytes(StandardCharsets.UTF_8);
      // The length first: no two lists of parts give the same bytes.
      bytes.writeBytes((text.length + ":").getBytes(StandardCharsets.UTF_8));
      bytes.writeBytes(text);
    }
    return HexFormat.of().formatHex(sha256(bytes.toByteArray()));
  }

  byte @Nullable [] get(String key) {
    try {
      byte[] content = Files.readAllBytes(file(key));
      if (content.length > DIGEST) {
        byte[] program = Arrays.copyOfRange(content, DIGEST, content.length);
        if (Arrays.equals(content, 0, DIGEST, sha256(program), 0, DIGEST)) {
          return program;
        }
      }
      LOG.warn("the compiled kernel {} is damaged and made again", file(key));
      return null;
    } catch (IOException e) {
      return null;
    }
  }

  void put(String key, byte[] program) {
    byte[] content = Arrays.copyOf(sha256(program), DIGEST + program.length);
    System.arraycopy(program, 0, content, DIGEST, program.length);
    try {
      Files.createDirectories(directory);
      PrivateDirectory.write(file(key), content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save a compiled kernel in " + directory, e);
    }
  }

  private Path file(String key) {
    return directory.resolve(key + ".bin");
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
