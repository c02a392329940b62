package jacquard.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The characters of a file, none of them replaced.
 *
 * <p>A byte order mark says which Unicode encoding it is; without one it is UTF-8, or the encoding
 * that is given. Bytes that the encoding does not have, and NUL characters, are errors that name
 * line and byte.
 */
final class DecodedText extends Reader {
  private static final int BUFFER = 1 << 15;
  private static final Map<Charset, byte[]> MARKS = new LinkedHashMap<>();

  static {
    MARKS.put(StandardCharsets.UTF_8, bytes(0xEF, 0xBB, 0xBF));
    MARKS.put(StandardCharsets.UTF_32LE, bytes(0xFF, 0xFE, 0, 0)); // before UTF-16's, which it has
    MARKS.put(StandardCharsets.UTF_32BE, bytes(0, 0, 0xFE, 0xFF));
    MARKS.put(StandardCharsets.UTF_16LE, bytes(0xFF, 0xFE));
    MARKS.put(StandardCharsets.UTF_16BE, bytes(0xFE, 0xFF));
  }

  private final String name;
  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
  private final CharBuffer decoded = CharBuffer.allocate(BUFFER);

  /** The bytes read before those in the buffer. */
  private long before;

  private long line = 1;
  private char last;
  private boolean atEnd;

  /**
   * The characters of a stream that errors call by a name.
   *
   * @param given its encoding; null if it is recognized
   */
  DecodedText(String name, InputStream in, @Nullable Charset given) throws IOException {
    this.name = name;
    this.in = in;
    bytes.limit(0);
    decoded.limit(0);
    fill();
    Charset marked = mark(given);
    Charset charset = marked != null ? marked : given != null ? given : StandardCharsets.UTF_8;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** The encoding of the mark at the start, which is skipped; null if there is none. */
  private @Nullable Charset mark(@Nullable Charset given) {
    for (Map.Entry<Charset, byte[]> each : MARKS.entrySet()) {
      byte[] mark = each.getValue();
      if (bytes.remaining() >= mark.length
          && bytes.slice(0, mark.length).equals(ByteBuffer.wrap(mark))) {
        Charset marked = each.getKey();
        if (given != null && !marked.name().startsWith(given.name())) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s starts with the mark of %s, but its encoding is given as %s; leave that out",
                  name,
                  marked,
                  given));
        }
        bytes.position(mark.length);
        return marked;
      }
    }
    return null;
  }

  /** Reads more bytes behind those that are left. */
  private void fill() throws IOException {
    before += bytes.position();
    bytes.compact();
    try {
      while (bytes.hasRemaining() && !atEnd) {
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        atEnd = count < 0;
        bytes.position(bytes.position() + Math.max(0, count));
      }
    } catch (IOException e) {
      throw Damage.of(name, e);
    } finally {
      bytes.flip();
    }
  }

  @Override
  public int read(char[] to, int offset, int length) throws IOException {
    while (!decoded.hasRemaining()) {
      if (!decode()) {
        return -1;
      }
    }
    int count = Math.min(length, decoded.remaining());
    decoded.get(to, offset, count);
    return count;
  }

  /** Decodes what fits; false at the end. */
  private boolean decode() throws IOException {
    decoded.clear();
    CoderResult result = decoder.decode(bytes, decoded, atEnd);
    decoded.flip();
    countLines();
    if (result.isError()) {
      if (decoded.hasRemaining()) {
        return true; // what comes before it first, so that an error there is found first
      }
      throw malformed(result);
    }
    if (result.isUnderflow() && !atEnd) {
      fill();
      return true;
    }
    return decoded.hasRemaining() || bytes.hasRemaining();
  }

  private void countLines() {
    char[] chars = decoded.array();
    for (int i = decoded.position(); i < decoded.limit(); i++) {
      char c = chars[i];
      if (c == '\n' ? last != '\r' : c == '\r') {
        line++;
      } else if (c == 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s, line %d: has a NUL character, read as %s; give its encoding (withEncoding),"
                    + " which may be UTF-16, or get it again",
                name,
                line,
                decoder.charset()));
      }
      last = c;
    }
  }

  private IllegalArgumentException malformed(CoderResult result) {
    byte[] wrong = new byte[Math.min(result.length(), bytes.remaining())];
    bytes.slice(bytes.position(), wrong.length).get(wrong);
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s, line %d, byte %d: %s are not %s; give the encoding of the file (withEncoding),"
                + " such as windows-1252",
            name,
            line,
            before + bytes.position(),
            Unpacked.shown(wrong),
            decoder.charset()));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
