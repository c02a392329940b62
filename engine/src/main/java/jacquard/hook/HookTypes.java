package jacquard.hook;

import jacquard.checkpoint.SavedTypes;
import jacquard.checkpoint.Types;

/** The hooks that checkpoints may hold. */
public final class HookTypes implements SavedTypes {
  @Override
  public void register(Types types) {
    types
        .add(Value.class)
        .add(Print.class)
        .add(Time.class)
        .add(AssertFinite.class)
        .add(Mark.class)
        .add(Plot.class);
  }
}
