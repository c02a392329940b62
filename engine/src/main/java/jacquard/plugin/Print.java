package jacquard.plugin;

import jacquard.event.Plugin;
import jacquard.vm.Atomic;
import jacquard.vm.Fn;
import jacquard.vm.Hook;
import jacquard.vm.Moment;
import jacquard.vm.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A plugin that prints what a program makes of an event's value.
 *
 * <p>It is printed by a hook, to where the run's hooks print ({@link jacquard.vm.Vm#printTo}); so a
 * run with one takes every step by itself.
 */
@Atomic
public final class Print {
  private Print() {}

  /** A program whose result is printed each time: its one value, or all of them in brackets. */
  public static Plugin of(String name, Node program) {
    Fn.P1<Moment> print = Print::result;
    List<Hook> hooks = new ArrayList<>(program.hooks());
    hooks.add(Hook.of(Hook.When.AFTER, print));
    return Plugin.of(name, program.withHooks(hooks));
  }

  static void result(Moment moment) {
    var result = Objects.requireNonNull(moment.result());
    moment.print(String.valueOf(result.isSingle() ? result.get(0) : result));
  }
}
