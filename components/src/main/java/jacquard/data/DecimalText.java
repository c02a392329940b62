package jacquard.data;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of numbers in text files: a sign, decimal digits with a point, an exponent; or the
 * words {@code nan}, {@code inf} and {@code infinity} in any case, as C, NumPy and pandas write
 * them.
 *
 * <p>Java's own spellings ({@code 3d}, {@code 7f}, {@code 0x1p3}) are not numbers, nor are digits
 * in groups. What surrounds a number {@linkplain Visible#strip unseen} is ignored. A decimal is
 * rounded to the nearest float, so integers are exact up to 2^24 = 16777216.
 */
final class DecimalText {
  private DecimalText() {}

  /** Whether it is a decimal number. */
  static boolean isDecimal(String text, boolean comma) {
    int end = text.length();
    int at = end > 0 && isSign(text.charAt(0)) ? 1 : 0;
    int whole = digits(text, at);
    at = whole;
    int found = whole - (end > 0 && isSign(text.charAt(0)) ? 1 : 0);
    if (at < end && text.charAt(at) == (comma ? ',' : '.')) {
      int fraction = digits(text, at + 1);
      found += fraction - at - 1;
      at = fraction;
    }
    if (found == 0) {
      return false;
    }
    if (at < end && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      at += at < end && isSign(text.charAt(at)) ? 1 : 0;
      int exponent = digits(text, at);
      return exponent > at && exponent == end;
    }
    return at == end;
  }

  private static boolean isSign(char c) {
    return c == '-' || c == '+';
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /**
   * The nearest float; infinite also where a decimal is too large.
   *
   * @throws NumberFormatException if it is not a number
   */
  static float value(String text, boolean comma) {
    String number = Visible.strip(text);
    if (isDecimal(number, comma)) {
      return Float.parseFloat(comma ? number.replace(',', '.') : number);
    }
    Float word = word(number);
    if (word == null) {
      throw new NumberFormatException(number);
    }
    return word;
  }

  /** Whether a value that is not finite was spelled out, rather than too large a decimal. */
  static boolean isWord(String text) {
    return word(Visible.strip(text)) != null;
  }

  private static @Nullable Float word(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "-nan", "+nan" -> Float.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Float.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Float.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /**
   * The exact integer a text stands for, such as 1, -1, 1.0 or 1e0.
   *
   * @return null if it is no decimal number
   * @throws ArithmeticException if it is another number
   */
  static @Nullable Long integer(String text, boolean comma) {
    String number = Visible.strip(text);
    if (!isDecimal(number, comma)) {
      return null;
    }
    try {
      return new BigDecimal(comma ? number.replace(',', '.') : number).longValueExact();
    } catch (NumberFormatException hugeExponent) {
      throw new ArithmeticException(number);
    }
  }
}
