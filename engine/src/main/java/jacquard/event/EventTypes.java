package jacquard.event;

import jacquard.checkpoint.SavedTypes;
import jacquard.checkpoint.Types;

/** The classes of schedulers that checkpoints may instantiate. */
public final class EventTypes implements SavedTypes {
  @Override
  public void register(Types types) {
    types.add(EventLoop.class).add(Wiring.class);
    types.add(Event.class).add(Fired.class).add(EventLoop.Failure.class);
    types.add(Rule.class).add(Rule.Kind.class).add(OnFailure.class);
    types.add(Trigger.On.class).add(Trigger.Every.class).add(Trigger.First.class);
    types.add(Trigger.After.class).add(Combination.Until.class).add(Trigger.Where.class);
    types.add(Combination.AnyOf.class).add(Combination.AllOf.class);
  }
}
