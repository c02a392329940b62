package jacquard.examples;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;

import jacquard.data.KFold;
import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.learn.Dbn;
import jacquard.learn.Scale;
import jacquard.plugin.SaveBest;
import jacquard.plugin.Search;
import jacquard.vm.Node;

/**
 * The schedulers of {@link DbnCrossval}, each within the next.
 *
 * @param kf the data
 * @param scale of the pixels
 * @param dbn what is trained
 * @param trial what is tried
 */
record DbnSchedulers(KFold kf, Scale scale, Dbn dbn, DbnTrial trial) {
  private static final int BATCH = 20;
  private static final int PER_EPOCH = 72;

  private Node minibatch() {
    return seq(buffer(BATCH, call(kf::next)), call(scale::filt));
  }

  /** Fine-tunes until the validation error has not fallen for some epochs. */
  Scheduler fineTune(int patience) {
    Node epoch = seq(repeat(PER_EPOCH, minibatch(), call(dbn::fineTune)), call(dbn::anneal));
    Node error = seq(call(kf::validation), call(scale::filt), call(dbn::score), call(trial::error));
    return Trainers.earlyStopping("fine_tune", epoch, error, patience, new SaveBest(dbn));
  }

  /** Pretrains two layers, one after the other, and fine-tunes what becomes of them. */
  Scheduler trainer(Scheduler fineTune, int pretraining) {
    Scheduler sched = new Scheduler("dbn_trainer");
    Node update = seq(minibatch(), call(dbn::pretrain));
    Plugin clear = Plugin.of("clear", call(dbn::clear));
    Plugin layer1 =
        Plugin.of(Trainers.fixedEpochs("pretrain_layer1", update, PER_EPOCH, pretraining));
    Plugin layer2 =
        Plugin.of(Trainers.fixedEpochs("pretrain_layer2", update, PER_EPOCH, pretraining));
    Plugin up = Plugin.of("next_layer", call(dbn::nextLayer));
    Plugin unroll = Plugin.of("unroll", call(dbn::unroll));
    Plugin tune = Plugin.of(fineTune);
    clear.act(sched, sched.begin());
    layer1.act(sched, clear.next());
    up.act(sched, layer1.end(), layer2.end());
    layer2.act(sched, up.next().once());
    unroll.act(sched, up.next().after(1));
    tune.act(sched, unroll.next());
    return sched.endOn(tune.end());
  }

  /** Cross-validates one choice of settings; ends with its mean validation error. */
  Scheduler crossval(Scheduler dbnTrainer) {
    Scheduler sched = new Scheduler("crossval");
    Plugin kfold = Plugin.of("kfold", kf);
    Plugin trainer = Plugin.of(dbnTrainer);
    Plugin measure = Plugin.of("measure", trial);
    Plugin test =
        Plugin.of(
            "test",
            seq(
                call(kf::initTest),
                call(kf::testSize),
                call(kf::nextTestBatch),
                call(scale::filt),
                call(dbn::score),
                call(kf::storeScores)));
    kfold.act(sched, sched.begin(), test.next());
    trainer.act(sched, kfold.next());
    measure.act(sched, trainer.end(), kfold.end());
    test.act(sched, trainer.end());
    return sched.endOn(measure.end());
  }

  /** The outer loop: one cross-validation for each choice of settings. */
  Scheduler search(Search grid, Scheduler crossval) {
    Scheduler sched = new Scheduler("search");
    Plugin search = Plugin.of("grid", grid);
    Plugin set = Plugin.of("set", call(trial::set));
    Plugin run = Plugin.of(crossval);
    search.act(sched, sched.begin(), run.end());
    set.act(sched, search.next());
    run.act(sched, set.next());
    return sched.endOn(search.end());
  }
}
