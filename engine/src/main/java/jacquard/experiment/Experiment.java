package jacquard.experiment;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import jacquard.checkpoint.SaveCheck;
import jacquard.checkpoint.ThreadCarrier;
import jacquard.checkpoint.Types;
import jacquard.checkpoint.Verification;
import jacquard.event.Scheduler;
import jacquard.program.Components;
import jacquard.program.Problem;
import jacquard.program.Program;
import jacquard.program.Rewrite;
import jacquard.vm.Args;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import jacquard.vm.Shown;
import jacquard.vm.Vm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Named components and named programs over them: what is run, saved, moved to another process and
 * continued there.
 *
 * <p>Each program has at most one run at a time. The idea is the draft's "modular experiments"
 * (seed 000).
 */
public final class Experiment {
  /** What is written into checkpoints as it is; halves of surrogate pairs could not be. */
  private static final Pattern PROGRAM_NAME = Pattern.compile("[^'\"\\\\\\p{Cntrl}\\p{Cs}]{1,200}");

  private Components components;
  private final Map<String, Node> programs = new LinkedHashMap<>();
  private final Map<String, Vm> runs = new LinkedHashMap<>();
  private final List<Class<?>> types = new ArrayList<>();
  private @Nullable Types known;
  private final Verification verification = new Verification();
  private boolean embedsData;
  private boolean optimizes;
  private @Nullable Crew crew;
  private final Origins origins = new Origins();
  private final Set<Vm> driven = ConcurrentHashMap.newKeySet();

  /** An experiment without components and programs as yet. */
  public Experiment() {
    this.components = Components.NONE;
  }

  private Experiment(Checkpoint.Image image) {
    this.components = image.components();
    this.programs.putAll(image.programs());
    this.runs.putAll(image.runs());
    this.embedsData = image.embedsData();
  }

  /**
   * Adds a component under a name, by which programs print and save it.
   *
   * @throws ProgramException if the name or the component is already there
   */
  public Experiment component(String name, Object component) {
    Objects.requireNonNull(component, () -> "the component " + name + " is null");
    components = components.with(name, component);
    return this;
  }

  /**
   * Adds a program under a name.
   *
   * @throws ProgramException if the name is taken or not 1 to 200 characters without quotes,
   *     backslashes, control characters and blanks at its ends, or the tree is refused ({@link
   *     Program#of})
   */
  public Experiment program(String name, Node root) {
    requireName(name);
    Program.of(root);
    if (programs.putIfAbsent(name, root) != null) {
      throw new ProgramException("two programs are named " + name);
    }
    return this;
  }

  private static void requireName(String name) {
    Objects.requireNonNull(name, "the name of a program");
    if (!PROGRAM_NAME.matcher(name).matches() || !name.equals(name.strip())) {
      throw new ProgramException(
          "a program is named by 1 to 200 characters, no quotes, backslashes, control characters or"
              + " blanks at its ends among them, not "
              + Shown.value(name));
    }
  }

  /**
   * Adds a scheduler's {@linkplain Scheduler#components constructs and actions} as components, but
   * for those that are components already; the scheduler cannot be changed any more. A plugin whose
   * name is taken gets its scheduler's before it.
   *
   * @throws ProgramException if a name is taken, or the scheduler is refused
   */
  public Experiment plugins(Scheduler scheduler) {
    Map<String, Object> parts = scheduler.components();
    parts.values().removeIf(part -> components.of(part) != null);
    String own = parts.isEmpty() ? "" : scheduler.components().keySet().iterator().next();
    parts.forEach(
        (name, part) -> {
          boolean isTaken = components.byName().containsKey(name) && !name.equals(own);
          component(isTaken ? own + "_" + name : name, part);
        });
    return this;
  }

  /**
   * Adds a program that is written as text ({@link Program#parse}) over this experiment's
   * components; it may make generators, and call static methods, of all registered classes.
   *
   * @throws ProgramException if the name is taken, or the text is no program, with line and column
   */
  public Experiment parse(String name, String text) {
    Class<?>[] classes = registered().classes().toArray(Class<?>[]::new);
    return program(name, Program.parse(text, components, classes).root());
  }

  /**
   * Everything that is known to be wrong with a program that is started on values, as {@link
   * Program#check(jacquard.vm.Args)} finds it, and what would keep this experiment from being saved
   * with it.
   *
   * @throws ProgramException if there is no such program
   */
  public List<Problem> check(String program, Object... values) {
    Program checked = program(program);
    List<Problem> problems = new ArrayList<>(checked.check(Args.of(values)));
    problems.addAll(SaveCheck.of(checked, registered(), embedsData, Args.of(values)));
    return List.copyOf(problems);
  }

  /** Registers classes of one's own that checkpoints may hold, beside those of the jars. */
  public Experiment types(Class<?>... more) {
    types.addAll(List.of(more));
    known = null;
    return this;
  }

  /** Has checkpoints hold the data itself where they would hold only where it came from. */
  public Experiment embedData(boolean embed) {
    embedsData = embed;
    return this;
  }

  /**
   * Has the runs of this experiment, present and future ones, be {@linkplain Program#optimized
   * optimized} or not. It is not saved: it changes nothing that is.
   *
   * @throws ProgramException if a component's mark names a batch method that cannot be it
   */
  public Experiment optimize(boolean optimize) {
    if (optimize) {
      programs.keySet().forEach(name -> program(name).optimized());
    }
    runs.values().forEach(run -> run.optimize(optimize));
    optimizes = optimize;
    return this;
  }

  /**
   * Has a crew take the steps of {@link jacquard.vm.Parallel parallel} threads, many of each at
   * once, in the runs of this experiment, present and future ones; null: they are taken by turns.
   * It changes no result, no state and no count of steps. It is not saved.
   *
   * <p>Threads with hooks or save points, and all while an {@linkplain jacquard.vm.Observer
   * observer of every step} is there, are taken by turns nevertheless. A step fails if threads
   * reach a component in common, or one that cannot be saved.
   */
  public Experiment on(@Nullable Crew crew) {
    this.crew = crew;
    runs.values().forEach(this::join);
    return this;
  }

  private void join(Vm run) {
    Crew now = crew;
    run.carrier(now == null ? null : new ThreadCarrier(components, registered(), now::takeSteps));
  }

  /**
   * A program by name.
   *
   * @throws ProgramException if there is none
   */
  public Program program(String name) {
    Node root = programs.get(name);
    if (root == null) {
      throw noProgram(name);
    }
    return Program.of(root, components);
  }

  private ProgramException noProgram(String name) {
    return new ProgramException(
        "this experiment has no program " + name + "; it has " + programs.keySet());
  }

  /**
   * Rewrites a program, and its run if it was started and has not ended, which goes on at the same
   * step.
   *
   * @param how such as {@code p -> p.find(calls(rbm::update)).after(monitor::look)}
   * @return what changed where
   * @throws ProgramException if something active would lose its place; nothing changes then
   */
  public Rewrite rewrite(String program, Function<Program, Rewrite> how) {
    Rewrite rewrite = how.apply(program(program));
    Vm run = runs.get(program);
    if (run != null && !run.isDone()) {
      rewrite.apply(run);
    }
    programs.put(program, rewrite.program().root());
    return rewrite;
  }

  /**
   * Rewrites a program whose run first takes the steps until nothing active is in the way.
   *
   * @param limit the most steps it may take
   * @throws ProgramException if something active would lose its place still
   */
  public Rewrite rewriteWhenFree(String program, Function<Program, Rewrite> how, long limit) {
    Rewrite rewrite = how.apply(program(program));
    rewrite.applyWhenFree(run(program), limit);
    programs.put(program, rewrite.program().root());
    return rewrite;
  }

  /** The names of the programs, in the order they were added. */
  public List<String> programs() {
    return List.copyOf(programs.keySet());
  }

  /** The components. */
  public Components components() {
    return components;
  }

  /**
   * A component by name.
   *
   * @throws ProgramException if there is none of that name and class
   */
  public <T> T component(String name, Class<T> type) {
    Objects.requireNonNull(type, "to name a component, give an object; to get one, its class");
    Object component = components.byName().get(name);
    if (!type.isInstance(component)) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "no %s named %s; there are %s",
              type.getSimpleName(),
              name,
              components.byName().keySet()));
    }
    return type.cast(component);
  }

  /**
   * Starts a program from its beginning on values. Its earlier run, if any, is given up: it is no
   * longer this experiment's, and not saved any more.
   *
   * @throws ProgramException if there is no such program
   * @throws IllegalStateException if a thread is taking steps of the earlier run, or an {@link
   *     Autosave} is driving it
   */
  public Vm start(String program, Object... values) {
    Vm earlier = runs.get(program);
    if (earlier == null) {
      return begin(program, values);
    }
    if (driven.contains(earlier)) {
      throw new IllegalStateException(
          "an Autosave is driving the run of " + program + "; stop it before you start another");
    }
    return earlier.whilePaused(() -> begin(program, values));
  }

  /**
   * Has a run driven by one Autosave until it is {@linkplain #giveBack given back}.
   *
   * @throws IllegalStateException if another is driving it
   */
  void take(Vm run) {
    if (!driven.add(run)) {
      throw new IllegalStateException("another Autosave is driving this run; one at a time does");
    }
  }

  /** An Autosave has returned from a run. */
  void giveBack(Vm run) {
    driven.remove(run);
  }

  private Vm begin(String program, Object... values) {
    Vm run = program(program).start(values);
    run.optimize(optimizes);
    join(run);
    runs.put(program, run);
    origins.clear();
    return run;
  }

  /** The checkpoints this experiment has come from. */
  Origins origins() {
    return origins;
  }

  /**
   * The run of a program.
   *
   * @throws ProgramException if it was not started
   */
  public Vm run(String program) {
    Vm run = runs.get(program);
    if (run == null && !programs.containsKey(program)) {
      throw noProgram(program);
    }
    if (run == null) {
      throw new ProgramException("the program " + program + " was not started; call start first");
    }
    return run;
  }

  /**
   * A copy of the whole state; the runs must be paused. The first one is loaded once in memory, and
   * so is each that holds another kind of thing than those before.
   *
   * @throws CheckpointException if something cannot be saved or would not be loaded, naming it
   * @throws IllegalStateException if a run is taking steps
   */
  public Checkpoint checkpoint() {
    return paused(new ArrayList<>(runs.values()), () -> verification.copy(image(), registered()));
  }

  private Checkpoint.Image image() {
    return new Checkpoint.Image(components, programs, runs, embedsData);
  }

  /** All registered classes; found once, since looking into every jar takes long. */
  private Types registered() {
    Types now = known;
    if (now == null) {
      now = Types.with(types.toArray(Class<?>[]::new));
      known = now;
    }
    return now;
  }

  private static <T extends @Nullable Object> T paused(List<Vm> runs, Supplier<T> action) {
    if (runs.isEmpty()) {
      return action.get();
    }
    Vm first = runs.removeLast();
    return first.whilePaused(() -> paused(runs, action));
  }

  /**
   * Saves a checkpoint, atomically; the runs must be paused, and stay so until it is written. It is
   * tried as {@link #checkpoint} tries it.
   *
   * @throws CheckpointException if something cannot be saved, would not be loaded, or written
   * @throws IllegalStateException if a run is taking steps
   */
  public void save(Path file) {
    paused(
        new ArrayList<>(runs.values()),
        () -> {
          verification.save(image(), registered(), file);
          return null;
        });
  }

  /**
   * An experiment from a checkpoint's file, ready to go on where it was.
   *
   * @param types classes of one's own that it may hold, beside those of the jars
   * @throws CheckpointException if the file is damaged, or a class or data set is not what it was
   */
  public static Experiment load(Path file, Class<?>... types) {
    Experiment experiment = taking(Checkpoint.read(file), Map.of(), types);
    experiment.origins.add(file);
    return experiment;
  }

  /** An experiment that takes the arrays of a checkpoint nobody else uses. */
  static Experiment taking(Checkpoint checkpoint, Map<String, Object> attached, Class<?>... types) {
    return new Experiment(checkpoint.restoreOnce(Types.with(types), attached)).types(types);
  }

  /**
   * An experiment from a checkpoint.
   *
   * @param attached objects to take for those that were saved by reference, by fingerprint
   * @param types classes of one's own that it may hold, beside those of the jars
   * @throws CheckpointException if a class or data set is not what it was
   */
  public static Experiment restore(
      Checkpoint checkpoint, Map<String, Object> attached, Class<?>... types) {
    Checkpoint.Image image = checkpoint.restore(Types.with(types), attached);
    return new Experiment(image).types(types);
  }
}
