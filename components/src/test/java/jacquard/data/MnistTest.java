package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.CheckpointException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader of MNIST's files on small ones that the test makes: whole, damaged and mixed up. */
final class MnistTest {
  @TempDir private Path directory = Path.of("");

  private Path images = Path.of("");
  private Path labels = Path.of("");

  private static byte[] idx(int[] sizes, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + values.length);
    bytes.putInt(0x800 | sizes.length);
    for (int size : sizes) {
      bytes.putInt(size);
    }
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.array();
  }

  private static byte[] packed(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  @BeforeEach
  void writeTwoImages() throws IOException {
    images = directory.resolve("train-images-idx3-ubyte.gz");
    labels = directory.resolve("train-labels-idx1-ubyte");
    Files.write(images, packed(idx(new int[] {2, 1, 3}, 0, 51, 255, 1, 2, 3)));
    Files.write(labels, idx(new int[] {2}, 7, 3));
  }

  @Test
  void bytesBecomeValuesFrom0To1() {
    Dataset data = Mnist.train(directory);
    assertEquals("mnist train (2 x 3)", data.toString());
    assertEquals(8, data.classes());
    assertArrayEquals(new float[] {0, 51 / 255f, 1}, data.sample(0).values(), 1e-7f);
    assertEquals(3, data.label(1));
    assertEquals(data.fingerprint(), Sources.attach(data.source()).fingerprint());
  }

  @Test
  void filesGoByOtherNamesToo() throws IOException {
    Dataset known = Mnist.train(directory);
    Files.move(labels, directory.resolve("train-labels.idx1-ubyte"));
    Files.move(images, directory.resolve("train-images.idx3-ubyte")); // packed, though not named so
    assertEquals(known.fingerprint(), Mnist.train(directory).fingerprint());
    Path letters = directory.resolve("emnist-letters-test-images-idx3-ubyte.gz");
    Files.move(directory.resolve("train-images.idx3-ubyte"), letters);
    Files.move(
        directory.resolve("train-labels.idx1-ubyte"),
        directory.resolve("emnist-letters-test-labels-idx1-ubyte"));
    assertEquals(known.fingerprint(), Mnist.test(directory).fingerprint());
    Files.copy(letters, directory.resolve("emnist-digits-test-images-idx3-ubyte.gz"));
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> Mnist.test(directory)).getMessage());
    assertTrue(message.contains("has several such files: [emnist-digits-test-"), message);
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    assertRefused(
        directory + " has no t10k-images-idx3-ubyte.gz (nor unpacked); MNIST is four such files",
        () -> Mnist.test(directory));
    String source = Mnist.train(directory).source();
    Files.delete(labels);
    Exception error = assertThrows(CheckpointException.class, () -> Sources.attach(source));
    assertTrue(String.valueOf(error.getMessage()).contains("train-labels-idx1-ubyte"));
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    byte[] whole = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(whole, whole.length - 12));
    assertRefused(
        images
            + String.format(
                Locale.ROOT,
                " is damaged or was not copied whole (part 1 of the packed file is cut, at byte"
                    + " %d); get it again",
                whole.length - 12));
    byte[] damaged = whole.clone();
    damaged[damaged.length - 5] ^= 1;
    Files.write(images, damaged);
    assertRefused(
        images
            + String.format(
                Locale.ROOT,
                " is damaged or was not copied whole (part 1 of the packed file, before byte %d:"
                    + " its checksum differs); get it again",
                whole.length));
    Files.write(images, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    assertRefused(
        images
            + " is not packed with gzip, it starts with the bytes 01 02 03 04 05 06 07 08 09 0a 0b"
            + " 0c: if it was unpacked on the way, as browsers do, name it without .gz; else get it"
            + " again");
  }

  @Test
  void contentThatIsNotAsItsHeaderSaysIsNamed() throws IOException {
    Files.write(labels, idx(new int[] {3}, 7, 3));
    assertRefused(labels + " ends too early, after 2 of 3 bytes; get it again");
    Files.write(labels, idx(new int[] {2}, 7, 3, 1));
    assertRefused(labels + " goes on after the [2] values of its header; get it again");
    Files.write(labels, new byte[] {0, 0});
    assertRefused(labels + " ends too early, after 2 of 4 bytes; get it again");
    Files.write(labels, idx(new int[] {-2}));
    assertRefused(labels + " claims sizes [-2]; get it again");
    Files.write(images, packed(idx(new int[] {1 << 20, 1 << 20, 1})));
    assertRefused(images + " claims sizes [1048576, 1048576, 1]; get it again");
    Files.write(images, packed(idx(new int[] {1 << 15, 1 << 15, 1})));
    assertRefused(images + " ends too early, after 0 of 1073741824 bytes; get it again");
  }

  @Test
  void filesMixedUpAreNamed() throws IOException {
    Files.write(labels, idx(new int[] {3}, 7, 3, 1));
    assertRefused(
        String.format(
            Locale.ROOT,
            "%s has 2 images, %s has 3 labels: they do not belong together",
            images,
            labels));
    Files.write(labels, idx(new int[] {2, 1, 1}, 7, 3));
    assertRefused(labels + " has 3 dimensions, not 1; is it the other one of images and labels?");
    Files.write(labels, new byte[] {0, 0, 13, 1, 0, 0, 0, 1});
    assertRefused(
        labels
            + " is not an IDX file of unsigned bytes: it starts with the bytes 00 00 0d 01, not the"
            + " bytes 00 00 08 01");
  }

  private void assertRefused(String message) {
    assertRefused(message, () -> Mnist.train(directory));
  }

  private static void assertRefused(
      String message, org.junit.jupiter.api.function.Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
