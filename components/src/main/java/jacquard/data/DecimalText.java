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
  /** Integers are of 19 digits; exact arithmetic on a text of millions takes minutes. */
  private static final int LONGEST_INTEGER = 400;

  /** Integers up to this one are floats. */
  private static final int EXACT = 1 << 24;

  /** The powers of ten that are floats. */
  private static final float[] POWERS = {
    1, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f
  };

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
    float exact = shortValue(text, comma);
    if (!Float.isNaN(exact)) {
      return exact;
    }
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

  /**
   * The value of a short decimal without an exponent, such as most are: digits and a power of ten
   * that are floats themselves, so that the nearest float is their quotient (Clinger, How to read
   * floating point numbers accurately, 1990).
   *
   * @return NaN if it is another text
   */
  private static float shortValue(String text, boolean comma) {
    char point = comma ? ',' : '.';
    int first = !text.isEmpty() && isSign(text.charAt(0)) ? 1 : 0;
    int digits = 0;
    int places = -1;
    for (int at = first; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits = 10 * digits + c - '0';
        places += places < 0 ? 0 : 1;
      } else if (c == point && places < 0) {
        places = 0;
      } else {
        return Float.NaN;
      }
      if (digits > EXACT || places >= POWERS.length) {
        return Float.NaN;
      }
    }
    if (text.length() - first - (places < 0 ? 0 : 1) == 0) {
      return Float.NaN;
    }
    float value = digits / POWERS[Math.max(0, places)];
    return text.charAt(0) == '-' ? -value : value;
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
    if (number.length() > LONGEST_INTEGER) {
      throw new ArithmeticException(Visible.text(number));
    }
    try {
      return new BigDecimal(comma ? number.replace(',', '.') : number).longValueExact();
    } catch (NumberFormatException hugeExponent) {
      throw new ArithmeticException(number);
    }
  }
}
