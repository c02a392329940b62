package jacquard.vm;

import java.util.function.Supplier;

/** A generator whose body is a lambda, for short tests. */
public final class Written<F extends Frame> extends Generator<F> {
  /** The body. */
  public interface Body<F extends Frame> {
    /** Yields values. */
    void generate(F frame, Task self) throws Exception;
  }

  /** No locals. */
  public static final class Empty extends Frame {}

  /** A counter and what was given last. */
  public static final class Counting extends Frame {
    public int i;
  }

  private final Supplier<F> frames;
  private final Body<F> body;

  /** A generator with locals. */
  public Written(Supplier<F> frames, Body<F> body) {
    this.frames = frames;
    this.body = body;
  }

  /** A generator without locals. */
  public static Written<Empty> body(Body<Empty> body) {
    return new Written<>(Empty::new, body);
  }

  /** A generator with a counter. */
  public static Written<Counting> counting(Body<Counting> body) {
    return new Written<>(Counting::new, body);
  }

  @Override
  public F start() {
    return frames.get();
  }

  @Override
  protected void generate(F frame, Task self) throws Exception {
    body.generate(frame, self);
  }
}
