package jacquard.vm;

import org.jspecify.annotations.Nullable;

/** The construct that runs its children once, in order: a Repeat of one round. */
public final class Seq extends Repeat {
  /** A Repeat of one round. */
  public Seq() {
    super(1);
  }

  @Override
  public @Nullable Progress progress(Locals f) {
    return null;
  }

  @Override
  public String word() {
    return "seq";
  }

  @Override
  public String detail(Names names) {
    return "";
  }
}
