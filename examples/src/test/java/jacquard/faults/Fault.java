package jacquard.faults;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What goes wrong with the disk, and when: written as {@code kind@at+span:operations}, such as
 * {@code no-space@17+3} or {@code io-error@0:force,move}.
 *
 * @param kind what happens
 * @param at how many of the operations succeed before it
 * @param span how many of them it meets; afterwards the disk works again
 * @param operations those that it meets, and that are counted
 */
public record Fault(Kind kind, int at, int span, Set<Operation> operations) {
  /** Operations on files and directories. */
  public enum Operation {
    OPEN,
    CREATE,
    READ,
    WRITE,
    FORCE,
    TRUNCATE,
    MOVE,
    DELETE,
    LIST,
    MKDIR,
    LOCK,
    STAT;

    /** Those that may need room on the disk. */
    static final Set<Operation> ROOM = EnumSet.of(CREATE, WRITE, FORCE, MOVE, MKDIR);

    /** Those that change something. */
    static final Set<Operation> CHANGES =
        EnumSet.of(CREATE, WRITE, FORCE, TRUNCATE, MOVE, DELETE, MKDIR);
  }

  /** Ways in which an operation goes wrong. */
  public enum Kind {
    /** "No space left on device". */
    NO_SPACE,
    /** A write puts down half of its bytes; then as {@link #NO_SPACE}. */
    PARTIAL,
    /** "Input/output error". */
    IO_ERROR,
    /** An OutOfMemoryError out of the call. */
    NO_MEMORY,
    /** An unchecked exception out of the call, as of a faulty file system or agent. */
    BUG,
    /** The process ends before the operation, as with SIGKILL. */
    KILL,
    /** The process ends after the operation. */
    KILL_AFTER,
    /** The process gets SIGINT before the operation. */
    INT,
    /** The process gets SIGTERM before the operation. */
    TERM,
    /** The process gets SIGHUP before the operation. */
    HUP,
    /** The operation takes 20 ms longer. */
    SLOW;

    /** The operations that it can meet. */
    Set<Operation> operations() {
      return switch (this) {
        case NO_SPACE, PARTIAL -> Operation.ROOM;
        case KILL, KILL_AFTER, INT, TERM, HUP -> Operation.CHANGES;
        case IO_ERROR, NO_MEMORY, BUG, SLOW -> EnumSet.allOf(Operation.class);
      };
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final Pattern TEXT =
      Pattern.compile("([a-z-]+)@(\\d+)(?:\\+(\\d+))?(?::([a-z,]+))?");

  /** A fault of a kind that meets some of the operations which it can meet. */
  static Fault of(Kind kind, int at, int span) {
    return new Fault(kind, at, span, kind.operations());
  }

  /** The faults of a text, which are separated by semicolons. */
  static List<Fault> parse(String text) {
    return Stream.of(text.split(";", -1)).filter(each -> !each.isEmpty()).map(Fault::one).toList();
  }

  private static Fault one(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not a fault: " + text + "; write it as no-space@17+3:write");
    }
    Kind kind = Kind.valueOf(constant(matcher.group(1)));
    String operations = matcher.group(4);
    return new Fault(
        kind,
        Integer.parseInt(matcher.group(2)),
        matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3)),
        operations == null
            ? kind.operations()
            : Stream.of(operations.split(",", -1))
                .map(each -> Operation.valueOf(constant(each)))
                .collect(Collectors.toUnmodifiableSet()));
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public String toString() {
    String what = kind.word() + "@" + at + (span == 1 ? "" : "+" + span);
    return operations.equals(kind.operations())
        ? what
        : what
            + ":"
            + operations.stream()
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(","));
  }
}
