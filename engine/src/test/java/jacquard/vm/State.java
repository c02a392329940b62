package jacquard.vm;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** All that a run has between two steps, as text to be compared. */
final class State {
  private State() {}

  static String of(Vm run) {
    return run.steps()
        + " "
        + run.jump()
        + run.all().stream()
            .filter(task -> task.frame() != null)
            .map(State::of)
            .collect(Collectors.joining());
  }

  private static String of(Task task) {
    Frame frame = task.frame();
    StringBuilder text = new StringBuilder("\n").append(task).append(" for ").append(task.caller());
    if (frame != null) {
      text.append(frame.waiting ? " waits" : " runs");
      frame
          .locals()
          .forEach(
              (name, value) -> {
                if (!Set.of("threads", "aside")
                    .contains(name)) { // the latter stays if a step fails
                  text.append(' ').append(name).append(Arrays.deepToString(new Object[] {value}));
                }
              });
    }
    return text.append(' ').append(task.threads()).toString();
  }
}
