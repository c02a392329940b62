package jacquard.vm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several observers as one, told in the order they came. */
record Observers(List<Observer> all) implements Observer {

  /** The list as one observer: null for none. */
  static @Nullable Observer of(List<Observer> all) {
    return switch (all.size()) {
      case 0 -> null;
      case 1 -> all.get(0);
      default -> new Observers(List.copyOf(all));
    };
  }

  @Override
  public boolean everyStep() {
    return all.stream().anyMatch(Observer::everyStep);
  }

  @Override
  public void onStep(long step, Jump jump) {
    all.forEach(o -> o.onStep(step, jump));
  }

  @Override
  public void onThread(long step, Task weave, long pass, int thread, Jump jump) {
    all.forEach(o -> o.onThread(step, weave, pass, thread, jump));
  }

  @Override
  public void onSavePoint(String name) {
    all.forEach(o -> o.onSavePoint(name));
  }

  @Override
  public void onCall(long step, Task call, Args args, @Nullable Object result) {
    all.forEach(o -> o.onCall(step, call, args, result));
  }

  @Override
  public void onPause(long steps) {
    all.forEach(o -> o.onPause(steps));
  }
}
