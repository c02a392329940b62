package jacquard.data;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The setting that is probably missing where a field is not what it should be. */
final class CsvHints {
  private static final Set<String> MISSING =
      Set.of("", "na", "n/a", "null", "none", "?", "-", "--", "#n/a", "nan", "<na>");

  private CsvHints() {}

  /** Why a file has one field a row, or other numbers of fields than its first row. */
  static String ofFields(String first, CsvSettings settings) {
    String text = first.strip();
    if (text.startsWith("sep=")) {
      return "; is the first line no row (withSkippedLines, withDelimiter)?";
    }
    if (settings.comment() == null && (text.startsWith("#") || text.startsWith("%"))) {
      return String.format(
          Locale.ROOT, "; are these lines remarks (withComment('%s'))?", text.charAt(0));
    }
    String otherwise = ofDelimiter(text, settings, ';', '\t', '|', ',');
    if (!otherwise.isEmpty()) {
      return otherwise;
    }
    if (!settings.repeatedBlanks() && DecimalText.isDecimal(text.split("\\s+", 2)[0], false)) {
      return text.contains(" ") ? "; are blanks between fields (withRepeatedBlanks)?" : "";
    }
    return text.isEmpty() ? "" : "; are the first lines no rows (withSkippedLines)?";
  }

  /** That a field seems to be several, separated by another character. */
  private static String ofDelimiter(String text, CsvSettings settings, char... delimiters) {
    for (char delimiter : delimiters) {
      if (delimiter != settings.delimiter() && text.indexOf(delimiter) >= 0) {
        return String.format(
            Locale.ROOT,
            "; are fields separated otherwise (withDelimiter('%s'))?",
            delimiter == '\t' ? "\\t" : String.valueOf(delimiter));
      }
    }
    return "";
  }

  /** Why a field is not a number. */
  static String ofNumber(String field, long row, String[] fields, CsvSettings settings) {
    String text = Visible.strip(field);
    if (row == 1 && !settings.header() && isHeader(fields)) {
      return "; is row 1 a header (withHeader)?";
    }
    if (isMissing(text)) {
      return String.format(
          Locale.ROOT, "; is it missing (withMissing(\"%s\"))?", Visible.text(text));
    }
    if (!settings.decimalComma() && DecimalText.isDecimal(text, true)) {
      return "; is its comma a decimal point (withDecimalComma)?";
    }
    if (row == 1 && isHeader(fields)) {
      return "; is row 1 a line of units? Without withHeader it can be skipped (withSkippedLines)";
    }
    return ofDelimiter(text, settings, ';', '\t', '|');
  }

  /** Why a field is not an integer label. */
  static String ofLabel(String field, long row, String[] fields, CsvSettings settings) {
    if (row == 1 && !settings.header() && isHeader(fields)) {
      return "; is row 1 a header (withHeader)?";
    }
    if (isMissing(Visible.strip(field))) {
      return "; if it is missing, fill it or leave out the row";
    }
    return DecimalText.isDecimal(Visible.strip(field), settings.decimalComma())
        ? "; are these real-valued targets (withRealTarget)?"
        : row == 1 && !settings.header()
            ? "; are labels texts (withTextLabels), or is row 1 a header (withHeader)?"
            : "; are labels texts (withTextLabels)?";
  }

  private static boolean isMissing(String text) {
    return MISSING.contains(text.toLowerCase(Locale.ROOT));
  }

  /** Whether fields are words, none of them a number. */
  private static boolean isHeader(String[] fields) {
    List<String> words = List.of(fields).stream().map(Visible::strip).toList();
    return words.stream().noneMatch(w -> isDecimal(w))
        && !words.stream().allMatch(w -> isMissing(w));
  }

  private static boolean isDecimal(String text) {
    return DecimalText.isDecimal(text, false) || DecimalText.isDecimal(text, true);
  }
}
