package jacquard.examples;

import static jacquard.program.Programs.call;

import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.plugin.Counter;
import jacquard.plugin.EarlyStopping;
import jacquard.plugin.SaveBest;
import jacquard.vm.Node;

/** The trainers of the second proposal: schedulers that train whatever learner they are given. */
final class Trainers {
  private Trainers() {}

  /**
   * Trains for a fixed number of epochs.
   *
   * @param update the program of one minibatch
   * @param perEpoch the number of minibatches in an epoch
   */
  static Scheduler fixedEpochs(String name, Node update, int perEpoch, int epochs) {
    Scheduler sched = new Scheduler(name);
    Plugin model = Plugin.of("model", update);
    Plugin counter = Plugin.of("counter", new Counter(perEpoch, (long) perEpoch * epochs));
    model.act(sched, sched.begin(), model.next());
    counter.act(sched, model.next());
    return sched.endOn(counter.end());
  }

  /**
   * Trains until the validation error has not fallen for some epochs, puts the best state back and
   * ends with its error.
   *
   * @param epoch the program of an epoch
   * @param error the program that gives the validation error
   */
  static Scheduler earlyStopping(
      String name, Node epoch, Node error, int patience, SaveBest saveBest) {
    Scheduler sched = new Scheduler(name);
    Plugin model = Plugin.of("model", epoch);
    Plugin validate = Plugin.of("validate", error);
    Plugin stop = Plugin.of("early_stop", new EarlyStopping(patience, 0));
    Plugin save = Plugin.of("save_best", saveBest);
    Plugin restore = Plugin.of("restore", call(saveBest::restore));
    validate.act(sched, model.next());
    stop.act(sched, validate.next());
    save.act(sched, stop.next()); // before the model goes on
    model.act(sched, sched.begin(), stop.next(), stop.on(EarlyStopping.WAIT));
    restore.act(sched, stop.end());
    return sched.endOn(restore.next());
  }
}
