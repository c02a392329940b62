package jacquard.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The construct that runs its child N times on the same values and stacks the N results.
 *
 * <p>The child gives exactly one value each time; the stack is one value, an array (see {@link
 * Stack}; golden vectors {@code buffer-*}). N is read once at each entry.
 */
public final class Buffer extends ControlFlow<Buffer.Locals> {
  /** The results so far. */
  public static final class Locals extends Frame {
    private static final long UNREAD = -1;

    long count = UNREAD;
    ArrayList<Object> values = new ArrayList<>();

    @Override
    protected boolean reset() {
      count = UNREAD;
      values.clear();
      return true;
    }
  }

  /** The most values a Buffer stacks: no array holds more. */
  public static final int LARGEST = Integer.MAX_VALUE - 8;

  private final Count count;

  /** Stacks {@code count} results; none if that is 0 or less. */
  public Buffer(Count count) {
    this.count = count;
  }

  /** How many results are stacked. */
  public Count count() {
    return count;
  }

  @Override
  public Locals start() {
    return new Locals();
  }

  @Override
  @Nullable Args body(Locals f, Task self) {
    if (f.count == Locals.UNREAD) {
      f.count = Math.max(0, checked(count.read()));
    }
    while (f.values.size() < f.count) {
      Object stack = self.gathers(f);
      if (stack != null) {
        return Args.of(stack);
      }
      if (f.values.size() < f.count) {
        Args reply = self.enter(0, f.args);
        if (reply == null) {
          return null;
        }
        f.values.add(single(reply));
      }
    }
    return Args.of(stacked(f.values));
  }

  private long checked(long n) {
    if (n > LARGEST) {
      throw count.refused(
          String.format(
              Locale.ROOT,
              "%s gave %d, but an array holds at most %d values",
              count.label(Names.NONE),
              n,
              LARGEST));
    }
    return n;
  }

  private static Object stacked(List<Object> values) {
    try {
      return Stack.of(values);
    } catch (Throwable t) { // the frame is not copied: put it back
      if (!values.isEmpty()) {
        values.removeLast();
      }
      throw t;
    }
  }

  static Object single(Args reply) {
    if (!reply.isSingle()) {
      throw new ProgramException("BUFFER child must return exactly one value, but gave " + reply);
    }
    return reply.get(0);
  }

  @Override
  public void check(List<Node> children) {
    if (count instanceof Count.Fixed(long n) && n > LARGEST) {
      throw new ProgramException(
          String.format(
              Locale.ROOT, "a buffer of %d values; an array holds at most %d", n, LARGEST));
    }
    if (children.size() != 1) {
      throw new ProgramException("a buffer has one child; wrap several in a seq");
    }
    if (children.get(0).givesNothing()) {
      throw new ProgramException(
          "a buffer stacks its child's values, but "
              + children.get(0)
              + " never gives any; end the child with a call that returns a value");
    }
  }

  @Override
  public Progress progress(Locals f) {
    return new Progress("buffer", Math.min(f.values.size() + 1L, f.count), f.count);
  }

  @Override
  public String word() {
    return "buffer";
  }

  @Override
  public String detail(Names names) {
    return count.label(names);
  }
}
