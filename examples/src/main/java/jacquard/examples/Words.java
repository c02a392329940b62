package jacquard.examples;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the words of a command line are read, and what is said of those that cannot be. */
final class Words {
  private Words() {}

  /** Has a command and those within it read words so. */
  static void in(CommandLine line) {
    ITypeConverter<Integer> integer =
        number(Integer::valueOf, "" + Integer.MIN_VALUE, "" + Integer.MAX_VALUE);
    ITypeConverter<Long> whole = number(Long::valueOf, "" + Long.MIN_VALUE, "" + Long.MAX_VALUE);
    line.registerConverter(int.class, integer).registerConverter(Integer.class, integer);
    line.registerConverter(long.class, whole).registerConverter(Long.class, whole);
    line.registerConverter(Path.class, Words::path);
  }

  private static <T> ITypeConverter<T> number(
      Function<String, T> parse, String least, String most) {
    return word -> {
      try {
        return parse.apply(word);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            word.matches("[+-]?[0-9]+")
                ? word + " is not between " + least + " and " + most
                : "'" + word + "' is not a whole number");
      }
    };
  }

  private static Path path(String word) {
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "'" + word + "' cannot be the name of a file here (" + e.getReason() + ")");
    }
  }
}
