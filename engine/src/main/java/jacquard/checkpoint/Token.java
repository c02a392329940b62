package jacquard.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text form of one value: a letter for its type and its exact digits.
 *
 * <p>Floating-point numbers are the hexadecimal bits, so that every NaN and -0.0 comes back. Text
 * that is not plain is base64 of its UTF-8, or of its UTF-16 where it holds half a surrogate pair,
 * which UTF-8 cannot express.
 */
final class Token {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/+=@ -]{0,200}");

  private Token() {}

  /** The token of a scalar, or null if the value is none. */
  static @Nullable String scalar(@Nullable Object value) {
    return switch (value) {
      case null -> "n";
      case Boolean b -> "z:" + b;
      case Byte b -> "b:" + b;
      case Short s -> "h:" + s;
      case Integer i -> "i:" + i;
      case Long l -> "l:" + l;
      case Float f -> "f:" + Integer.toHexString(Float.floatToRawIntBits(f));
      case Double d -> "d:" + Long.toHexString(Double.doubleToRawLongBits(d));
      case Character c -> "c:" + (int) c;
      case String s -> text(s);
      default -> null;
    };
  }

  private static String text(String s) {
    if (PLAIN.matcher(s).matches() && s.equals(s.strip())) {
      return "s:" + s;
    }
    return StandardCharsets.UTF_8.newEncoder().canEncode(s)
        ? "t:" + Base64.getEncoder().encodeToString(s.getBytes(StandardCharsets.UTF_8))
        : "u:" + Base64.getEncoder().encodeToString(utf16(s));
  }

  private static byte[] utf16(String s) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * s.length());
    bytes.asCharBuffer().put(s);
    return bytes.array();
  }

  private static String utf16(byte[] bytes) {
    return ByteBuffer.wrap(bytes).asCharBuffer().toString();
  }

  /**
   * The value of a scalar token.
   *
   * @throws CheckpointException if it is not one
   */
  static @Nullable Object value(String token) {
    if (token.equals("n")) {
      return null;
    }
    String text = body(token);
    try {
      return switch (token.charAt(0)) {
        case 'z' -> flag(text);
        case 'b' -> Byte.parseByte(text);
        case 'h' -> Short.parseShort(text);
        case 'i' -> Integer.parseInt(text);
        case 'l' -> Long.parseLong(text);
        case 'f' -> Float.intBitsToFloat(Integer.parseUnsignedInt(text, 16));
        case 'd' -> Double.longBitsToDouble(Long.parseUnsignedLong(text, 16));
        case 'c' -> (char) Integer.parseInt(text);
        case 's' -> text;
        case 'u' -> utf16(Base64.getDecoder().decode(text));
        case 't' -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        default -> throw new CheckpointException("\"" + token + "\" is not a value");
      };
    } catch (IllegalArgumentException e) {
      throw new CheckpointException("\"" + token + "\" is not a value", e);
    }
  }

  private static boolean flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(text);
    }
    return text.equals("true");
  }

  /** Whether the token is of a type, such as {@code 'o'} for an object. */
  static boolean is(char type, String token) {
    return token.length() > 1 && token.charAt(0) == type && token.charAt(1) == ':';
  }

  /** What stands after the type. */
  static String body(String token) {
    if (token.length() < 2 || token.charAt(1) != ':') {
      throw new CheckpointException("\"" + token + "\" is not a value");
    }
    return token.substring(2);
  }

  /** The number of an object or array token, from 0 and below {@code count}. */
  static int index(String token, int count) {
    try {
      int index = Integer.parseInt(body(token));
      if (index >= 0 && index < count) {
        return index;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new CheckpointException("\"" + token + "\" points outside of 0.." + (count - 1));
  }
}
