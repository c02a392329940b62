package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Characters of files in encodings: those that were written, or an error that says where. */
final class DecodedTextTest {
  private static final Map<Charset, int[]> MARKS =
      Map.of(
          StandardCharsets.UTF_8, new int[] {0xEF, 0xBB, 0xBF},
          StandardCharsets.UTF_16LE, new int[] {0xFF, 0xFE},
          StandardCharsets.UTF_16BE, new int[] {0xFE, 0xFF},
          StandardCharsets.UTF_32LE, new int[] {0xFF, 0xFE, 0, 0},
          StandardCharsets.UTF_32BE, new int[] {0, 0, 0xFE, 0xFF});

  private static byte[] marked(String text, Charset charset) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int each : Objects.requireNonNull(MARKS.get(charset))) {
      bytes.write(each);
    }
    bytes.writeBytes(text.getBytes(charset));
    return bytes.toByteArray();
  }

  private static String decoded(byte[] bytes, @Nullable Charset given) throws IOException {
    try (Reader text = new DecodedText("t", new ByteArrayInputStream(bytes), given)) {
      StringBuilder all = new StringBuilder();
      for (int c = text.read(); c >= 0; c = text.read()) {
        all.append((char) c);
      }
      return all.toString();
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "\n", "\r\n", "é", "语", "𝄞", "\u00a0", ",", "0".repeat(9000))
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<Charset> charsets() {
    return Arbitraries.of(MARKS.keySet());
  }

  @Property(tries = 200)
  void aMarkSaysTheEncoding(@ForAll("texts") String text, @ForAll("charsets") Charset charset)
      throws IOException {
    assertEquals(text, decoded(marked(text, charset), null));
    assertEquals(text, decoded(marked(text, charset), charset));
    assertEquals(text, decoded(text.getBytes(charset), charset));
  }

  /** A byte that UTF-8 never has, put anywhere between characters. */
  @Property(tries = 200)
  void malformedBytesAreAnErrorByLineAndByte(
      @ForAll("texts") String text, @ForAll @IntRange(max = 100_000) int where) throws IOException {
    int at = text.isEmpty() ? 0 : where % (text.length() + 1);
    if (at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at))) {
      at--;
    }
    String before = text.substring(0, at);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    int offset = bytes.size();
    bytes.write(0xFF);
    bytes.writeBytes(text.substring(at).getBytes(StandardCharsets.UTF_8));
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> decoded(bytes.toByteArray(), null))
                .getMessage());
    long line =
        1
            + before.chars().filter(c -> c == '\n').count()
            + before.replace("\r\n", "\n").chars().filter(c -> c == '\r').count();
    assertTrue(
        message.startsWith(
            String.format(Locale.ROOT, "t, line %d, byte %d: the bytes ff", line, offset)),
        message);
  }

  private static void assertRefused(String message, byte[] bytes, @Nullable Charset given) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> decoded(bytes, given)).getMessage());
  }

  @Test
  void errorsSayWhatToDo() {
    assertRefused(
        "t, line 2, byte 5: the bytes e9 are not UTF-8; give the encoding of the file"
            + " (withEncoding), such as windows-1252",
        "a,0\nné,1\n".getBytes(StandardCharsets.ISO_8859_1),
        null);
    assertRefused(
        "t, line 1: has a NUL character, read as UTF-8; give its encoding (withEncoding), which"
            + " may be UTF-16, or get it again",
        "a,0\n".getBytes(StandardCharsets.UTF_16LE),
        null);
    assertRefused(
        "t starts with the mark of UTF-8, but its encoding is given as ISO-8859-1; leave that out",
        marked("a", StandardCharsets.UTF_8),
        StandardCharsets.ISO_8859_1);
    assertRefused(
        "t, line 1, byte 3: the bytes c3 are not UTF-8; give the encoding of the file"
            + " (withEncoding), such as windows-1252",
        new byte[] {'a', 'b', 'c', (byte) 0xC3},
        null);
  }

  @Test
  void whatCannotBeSeenIsShownAndStripped() {
    assertEquals("a\\u00a0b\\ufeff\\n\\u200b", Visible.text("a\u00a0b\ufeff\n\u200b"));
    assertEquals("x".repeat(60) + "..", Visible.text("x".repeat(61)));
    assertEquals("[1, 2]", Visible.list(List.of("1", "2")));
    for (String around : List.of(" ", "\u00a0", "\u200b", "\ufeff", "\u2007", "\t", "\u0085")) {
      assertEquals("a b", Visible.strip(around + "a b" + around + around));
      assertEquals("", Visible.strip(around));
    }
  }
}
