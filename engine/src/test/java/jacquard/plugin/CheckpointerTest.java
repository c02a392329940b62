package jacquard.plugin;

import static jacquard.program.Programs.checkpoint;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.experiment.Autosave;
import jacquard.experiment.CheckpointDirectory;
import jacquard.experiment.Experiment;
import jacquard.vm.Observer;
import jacquard.vm.ProgramException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The save point as a plugin, and the plugins that only look. */
class CheckpointerTest {
  private static Experiment experiment() {
    Scheduler sched = new Scheduler("saves");
    Plugin counter = Plugin.of("counter", new Counter(1, 10));
    Plugin save = Plugin.of("save", checkpoint("third"));
    counter.act(sched, sched.begin(), counter.next());
    save.act(sched, counter.next().every(3));
    sched.endOn(counter.end());
    return new Experiment().plugins(sched).program("main", sched.node());
  }

  @Test
  void aSavePointIsAPluginThatAutosaveKnows(@TempDir Path directory) throws IOException {
    Experiment whole = experiment();
    whole.start("main").run();
    Experiment experiment = experiment();
    List<String> marked = new ArrayList<>();
    experiment
        .start("main")
        .observe(
            new Observer() {
              @Override
              public void onSavePoint(String name) {
                marked.add(name);
              }
            });
    try (Autosave autosave = new Autosave(directory, warning -> {})) {
      autosave.run(experiment, "main", Long.MAX_VALUE);
    }
    List<Path> files = new CheckpointDirectory(directory).newestFirst();
    assertEquals(List.of("third", "third", "third"), marked);
    assertFalse(files.isEmpty()); // a slow disk gets the newest only
    for (Path file : files) {
      Experiment loaded = Experiment.load(file);
      if (!loaded.run("main").isDone()) {
        loaded.run("main").run();
      }
      assertEquals(whole.checkpoint().fingerprint(), loaded.checkpoint().fingerprint());
    }
  }

  @Test
  void aTimerCountsLapsAndFiresNothing() {
    Timer timer = new Timer();
    Event any = new Event("x", "next", 1);
    assertEquals(Double.NaN, timer.meanSeconds());
    for (int i = 0; i < 4; i++) {
      assertEquals(Fired.NOTHING, timer.act(any));
    }
    assertEquals(3, timer.laps());
    assertTrue(timer.seconds() >= 0 && timer.meanSeconds() >= 0);
  }

  @Test
  void whatIsNotFiniteIsNamed() {
    FiniteCheck check = new FiniteCheck();
    assertEquals(Fired.next(1.5), check.act(new Event("x", "next", 1.5)));
    ProgramException e =
        assertThrows(
            ProgramException.class,
            () -> check.act(new Event("x", "next", new double[] {1, Double.NaN})));
    assertTrue(String.valueOf(e.getMessage()).contains("the value of x.next[1] is NaN"));
    FiniteCheck state = new FiniteCheck(new LearningRate(Schedule.constant(1)));
    assertEquals(Fired.next(null), state.act(new Event("x", "next", null)));
    EarlyStopping infinite = new EarlyStopping(1, 0); // its best is infinite at first
    assertThrows(
        ProgramException.class, () -> new FiniteCheck(infinite).act(new Event("x", "next", null)));
  }
}
