package jacquard.event;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Experiment;
import jacquard.laws.Laws;
import jacquard.program.Program;
import jacquard.vm.Args;
import jacquard.vm.Node;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Random graphs of plugins, against the model and under every disturbance. */
class RandomSchedulerTest {
  private static final int BUDGET = 60;
  private static final long LIMIT = 400;

  /** What was done, in order. */
  static final class Diary implements Stateful {
    private List<String> lines = new ArrayList<>();

    @Override
    public void state(State s) {
      lines = s.value("lines", lines);
    }
  }

  /** A plugin that ends with every so manieth iteration and is silent in some. */
  static final class Ticker implements Action, Stateful, ModelScheduler.Part {
    private String name;
    private int length;
    private int silent;
    private int fails;
    private boolean seesValues;
    private Diary diary;
    private int done;

    Ticker(String name, int length, int silent, int fails, boolean seesValues, Diary diary) {
      this.name = name;
      this.length = length;
      this.silent = silent;
      this.fails = fails;
      this.seesValues = seesValues;
      this.diary = diary;
    }

    /** To be loaded. */
    private Ticker() {
      this("", 1, 0, 0, false, new Diary());
    }

    @Override
    public Fired act(Event event) {
      return tick(seesValues ? event.value() : event);
    }

    /** Acts as a call of a program does. */
    Fired actOn(Args values) {
      return tick(values.isEmpty() ? null : values.get(0));
    }

    void look() {}

    private Fired tick(@Nullable Object seen) {
      diary.lines.add(name + "<" + seen);
      if (diary.lines.size() > BUDGET) {
        throw new IllegalStateException("enough");
      }
      done++;
      if (fails > 0 && done % fails == 0) {
        throw new IllegalStateException("broken");
      }
      if (silent > 0 && done % silent == 0) {
        return Fired.NOTHING;
      }
      return done % length == 0 ? Fired.end(done) : Fired.next(done);
    }

    @Override
    public void state(State s) {
      name = s.value("name", name);
      length = s.value("length", length);
      silent = s.value("silent", silent);
      fails = s.value("fails", fails);
      seesValues = s.value("seesValues", seesValues);
      diary = s.value("diary", diary);
      done = s.value("done", done);
    }
  }

  /** A graph twice: as a scheduler and as its model, each with its own diary. */
  private static final class Graph {
    final Diary diary = new Diary();
    final Diary modelDiary = new Diary();
    private final Random random;
    private int named;

    Graph(long seed) {
      random = new Random(seed);
    }

    Scheduler scheduler = new Scheduler("none");

    ModelScheduler build(String name, int depth) {
      OnFailure policy = List.of(OnFailure.values()).get(random.nextInt(3));
      Scheduler sched = new Scheduler(name).onFailure(policy);
      List<Plugin> plugins = new ArrayList<>();
      Map<String, ModelScheduler.Part> parts = new HashMap<>();
      int count = 1 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        if (depth > 0 && random.nextInt(3) == 0) {
          ModelScheduler inner = build("s" + named++, depth - 1);
          plugins.add(Plugin.of(scheduler));
          parts.put(scheduler.name(), inner.asPart());
        } else {
          String plugin = "p" + named++;
          int length = 1 + random.nextInt(5);
          int silent = random.nextInt(4) == 0 ? 2 + random.nextInt(3) : 0;
          int fails = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 0;
          boolean isProgram = random.nextInt(3) == 0;
          Ticker ticker = new Ticker(plugin, length, silent, fails, isProgram, diary);
          plugins.add(isProgram ? program(plugin, ticker) : Plugin.of(plugin, ticker));
          parts.put(plugin, new Ticker(plugin, length, silent, fails, isProgram, modelDiary));
        }
      }
      List<Trigger> events = new ArrayList<>(List.of(sched.begin()));
      plugins.forEach(p -> events.addAll(List.of(p.next(), p.end())));
      List<Rule> rules = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        add(sched, rules, Rule.Kind.ACT, i, plugins, sched.begin());
      }
      for (int i = random.nextInt(6); i >= 0; i--) {
        add(sched, rules, Rule.Kind.ACT, random.nextInt(count), plugins, trigger(events, 2));
      }
      if (random.nextInt(3) == 0) {
        add(sched, rules, Rule.Kind.KILL, random.nextInt(count), plugins, trigger(events, 1));
      }
      if (random.nextBoolean()) {
        add(sched, rules, Rule.Kind.NEXT, -1, plugins, trigger(events, 1));
      }
      if (random.nextBoolean()) {
        add(sched, rules, Rule.Kind.ACT, random.nextInt(count), plugins, sched.end());
      }
      add(sched, rules, Rule.Kind.END, -1, plugins, trigger(events.subList(1, events.size()), 1));
      scheduler = sched;
      return new ModelScheduler(plugins.stream().map(Plugin::name).toList(), parts, rules, policy);
    }

    /** The same within a program, which is told values only. */
    private Plugin program(String name, Ticker ticker) {
      Node acts = call(ticker::actOn);
      Node before = weave(seq(call(ticker::look)), repeat(100, call(ticker::look)));
      return Plugin.of(name, random.nextBoolean() ? seq(seq(acts)) : seq(before, acts));
    }

    private static void add(
        Scheduler sched,
        List<Rule> rules,
        Rule.Kind kind,
        int plugin,
        List<Plugin> plugins,
        Trigger trigger) {
      sched.add(kind, plugin < 0 ? null : plugins.get(plugin), trigger);
      rules.add(new Rule(kind, plugin, trigger));
    }

    private Trigger trigger(List<Trigger> events, int depth) {
      Trigger any = events.get(random.nextInt(events.size()));
      if (depth == 0) {
        return any;
      }
      return switch (random.nextInt(8)) {
        case 0 -> trigger(events, depth - 1).every(1 + random.nextInt(3));
        case 1 -> trigger(events, depth - 1).once();
        case 2 -> trigger(events, depth - 1).after(random.nextInt(3) + 1);
        case 3 -> trigger(events, depth - 1).until(trigger(events, depth - 1));
        case 4 -> Trigger.anyOf(trigger(events, depth - 1), trigger(events, depth - 1));
        case 5 -> Trigger.allOf(trigger(events, depth - 1), trigger(events, depth - 1));
        default -> any;
      };
    }
  }

  private static Experiment experiment(long seed) {
    Graph graph = new Graph(seed);
    graph.build("root", 2);
    return new Experiment()
        .types(Diary.class, Ticker.class)
        .component("diary", graph.diary)
        .program("main", graph.scheduler.node());
  }

  @Property(tries = 2000)
  void theModelAgrees(@ForAll long seed) {
    Graph graph = new Graph(seed);
    ModelScheduler model = graph.build("root", 2);
    String wanted;
    try {
      wanted = "ended with " + model.advance("go", false).value();
    } catch (ModelScheduler.Deadlock e) {
      wanted = "deadlock";
    } catch (IllegalStateException e) {
      wanted = String.valueOf(e.getMessage());
    } catch (ModelScheduler.Cycle e) {
      wanted = "cycle";
    }
    Vm run = Program.of(graph.scheduler.node()).start("go");
    String had;
    try {
      run.runHere(100_000);
      had = run.isDone() ? "ended with " + value(run.result()) : "cycle";
    } catch (StepException e) {
      String why = String.valueOf(e.getMessage());
      had =
          why.contains("nothing more happens")
              ? "deadlock"
              : why.contains("enough") ? "enough" : why.contains("broken") ? "broken" : why;
    }
    assertEquals(wanted, had);
    boolean isCut = wanted.equals("cycle"); // neither says where
    int length = isCut ? 50 : Integer.MAX_VALUE;
    assertEquals(first(length, graph.modelDiary.lines), first(length, graph.diary.lines));
  }

  private static List<String> first(int length, List<String> lines) {
    return lines.subList(0, Math.min(length, lines.size()));
  }

  private static Object value(Args result) {
    return result.isEmpty() ? "null" : result.get(0);
  }

  @Property(tries = 100)
  void pausesAndLostContinuationsChangeNothing(@ForAll long seed) {
    Laws.check(
        () -> {
          Graph graph = new Graph(seed);
          graph.build("root", 2);
          return Program.of(graph.scheduler.node());
        },
        Args.of("go"),
        LIMIT);
  }

  @Property(tries = 40)
  void savingBeforeEveryStepKeepsEveryPendingEvent(@ForAll long seed) {
    Laws.savingChangesNothing(
        () -> experiment(seed), "main", Args.of("go"), LIMIT, Diary.class, Ticker.class);
  }
}
