package jacquard.checkpoint;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Autosave;
import jacquard.experiment.CheckpointDirectory;
import jacquard.experiment.Experiment;
import jacquard.vm.Args;
import jacquard.vm.Frame;
import jacquard.vm.Generator;
import jacquard.vm.ProgramException;
import jacquard.vm.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every refusal says what was met where, and what to do. */
class ErrorsTest {
  @TempDir private Path directory = Path.of("");

  /** A component that declares no state though it has some. */
  static final class Forgetful {
    private int count;

    void tick() {
      count++;
    }

    int count() {
      return count;
    }
  }

  /** A component whose one field holds anything. */
  static final class Holder implements Stateful {
    private @Nullable Object held;

    Holder() {}

    Holder(@Nullable Object held) {
      this.held = held;
    }

    @Override
    @SuppressWarnings("NullAway") // a nullable field
    public void state(State s) {
      held = s.value("held", held);
    }

    void tick() {}
  }

  /** A component whose declaration is changed by a switch, as if by another version of its jar. */
  static final class Changing implements Stateful {
    private static int version = 1;
    private static String form = "plain";
    private int a = 7;
    private int b;

    @Override
    public int stateVersion() {
      return version;
    }

    @Override
    @SuppressWarnings("NullAway") // a nullable field
    public void state(State s) {
      switch (form) {
        case "plain" -> a = s.value("a", a);
        case "more" -> {
          a = s.value("a", a);
          b = s.value("b", b);
        }
        case "fewer" -> {}
        case "null" -> s.value("a", (Integer) null);
        case "other" -> {
          String text = s.value("a", "text");
          a = text.length();
        }
        default -> {
          a = s.value("a", a);
          b = s.has("b") && s.version() >= 2 ? s.value("b", b) : 10 * a;
        }
      }
    }
  }

  /** A generator. */
  static final class Counting extends Generator<Counting.Locals> {
    static final class Locals extends Frame {
      int i;
    }

    @Override
    public Locals start() {
      return new Locals();
    }

    @Override
    protected void generate(Locals f, Task self) {
      while (true) {
        self.yield(f.i);
        f.i++;
      }
    }
  }

  /** A generator with a local hidden by another one. */
  static final class Hiding extends Generator<Hiding.Inner> {
    static class Outer extends Frame {
      int i;
    }

    @SuppressWarnings("HidingField") // that is the mistake
    static final class Inner extends Outer {
      int i;
    }

    @Override
    public Inner start() {
      return new Inner();
    }

    @Override
    protected void generate(Inner f, Task self) {
      while (true) {
        self.yield(f.i);
        f.i++;
      }
    }
  }

  private static void says(String wanted, org.junit.jupiter.api.function.Executable action) {
    String message = String.valueOf(assertThrows(CheckpointException.class, action).getMessage());
    assertTrue(message.contains(wanted), message);
  }

  private static Experiment holding(@Nullable Object held) {
    Holder holder = new Holder(held);
    Experiment experiment =
        new Experiment()
            .types(Holder.class, World.Point.class)
            .component("holder", holder)
            .program("main", repeat(5, call(holder::tick)));
    experiment.start("main");
    return experiment;
  }

  private static @Nullable Object back(@Nullable Object held) {
    Experiment loaded =
        Experiment.restore(holding(held).checkpoint(), Map.of(), Holder.class, World.Point.class);
    return loaded.component("holder", Holder.class).held;
  }

  @Test
  void aComponentWithoutStateIsNamedBeforeAnyStep() {
    Forgetful forgetful = new Forgetful();
    Experiment experiment =
        new Experiment()
            .component("diary", forgetful)
            .program("main", repeat(5, call(forgetful::tick)));
    experiment.start("main");
    try (Autosave autosave = new Autosave(directory, warning -> {})) {
      says("diary holds a " + Forgetful.class.getName(), () -> autosave.run(experiment, "main", 9));
    }
    assertEquals(0, forgetful.count());
    says("has fields but does not declare its state", () -> Types.with(Forgetful.class));
  }

  @Test
  void anUnnamedComponentIsNamedByItsPath() {
    Forgetful forgetful = new Forgetful();
    Experiment experiment = new Experiment().program("main", seq(repeat(5, call(forgetful::tick))));
    says("/0/0 holds a", experiment::checkpoint);
    says("implement Stateful", experiment::checkpoint);
  }

  @Test
  void aLambdaIsNamedByItsPathWithAdvice() {
    Experiment experiment = new Experiment().program("main", seq(repeat(2, call("hook", () -> 1))));
    says("/0/0 (call hook) is a lambda", experiment::checkpoint);
    says("call(kf::next)", experiment::checkpoint);
  }

  @Test
  void aValueThatCannotBeSavedIsNamedByItsField() {
    says("holder.held holds a java.lang.Thread", holding(new Thread())::checkpoint);
    says("holder.held[1]", holding(List.of(1, new Thread()))::checkpoint);
    says("HashMap", holding(new HashMap<>(Map.of("a", 1)))::checkpoint);
    says(
        "comparator",
        holding(new TreeMap<String, Integer>(java.util.Comparator.reverseOrder()))::checkpoint);
    says("holder.held", holding(Args.EMPTY.with("_type", 1))::checkpoint);
    says("holder.held", holding(new CharSequence[0])::checkpoint);
  }

  @Test
  void aClassThatIsNotRegisteredWhereItIsLoadedIsNamed() {
    Checkpoint saved = holding(1).checkpoint();
    says(
        Holder.class.getName() + " is not a registered class",
        () -> Experiment.restore(saved, Map.of()));
  }

  @Test
  void aProgramsNameThatCannotBeWrittenIsRefusedAtOnce() {
    Experiment experiment = new Experiment();
    for (String name : List.of("", " ", "it's", "\"main\"", "a\\b", "a\nb", "\ud800", " a")) {
      assertThrows(ProgramException.class, () -> experiment.program(name, seq()), name);
    }
  }

  @Test
  void localsThatHideOneAnotherAreRefused() {
    Experiment experiment =
        new Experiment().types(Hiding.class).program("main", loop(generate(new Hiding())));
    experiment.start("main").runHere(4);
    says("two locals of one name", experiment::checkpoint);
  }

  @Test
  void deepNestingIsRefusedWhenSaved() {
    Object deep = 1;
    for (int i = 0; i < 100_000; i++) {
      deep = java.util.Collections.singletonList(deep);
    }
    says("nested more than 500 deep", holding(deep)::checkpoint);
    Object shallow = 1;
    for (int i = 0; i < 498; i++) {
      shallow = java.util.Collections.singletonList(shallow);
    }
    assertEquals(shallow, back(shallow));
  }

  private static Checkpoint saved(int version, String form) {
    Changing.version = version;
    Changing.form = form;
    return new Experiment().types(Changing.class).component("c", new Changing()).checkpoint();
  }

  private static Changing loaded(Checkpoint saved, int version, String form) {
    Changing.version = version;
    Changing.form = form;
    return Experiment.restore(saved, Map.of(), Changing.class).component("c", Changing.class);
  }

  @Test
  void aChangedClassIsRefusedByFieldOrMigrated() {
    Checkpoint plain = saved(1, "plain");
    says("Changing.b was not saved (version 1)", () -> loaded(plain, 1, "more"));
    says("Changing.a was saved but is not declared any more", () -> loaded(plain, 1, "fewer"));
    says("Changing.a was saved as another type", () -> loaded(plain, 1, "other"));
    Checkpoint none = saved(1, "null");
    says("Changing refuses its saved state, after a", () -> loaded(none, 1, "plain"));
    Checkpoint newer = saved(3, "plain");
    says(
        "was saved in version 3, but this class knows versions up to 2",
        () -> loaded(newer, 2, "plain"));
    Changing migrated = loaded(plain, 2, "migrate");
    assertEquals(7, migrated.a);
    assertEquals(70, migrated.b);
  }

  private Path file(Experiment experiment) {
    Path file = directory.resolve("x.jqd");
    experiment.save(file);
    return file;
  }

  private static void edit(Path file, String from, String to) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int offset = (int) header.getLong(16);
    String text = new String(bytes, offset, bytes.length - offset, StandardCharsets.UTF_8);
    assertTrue(text.contains(from), text);
    byte[] changed = text.replace(from, to).getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(bytes, offset + changed.length);
    System.arraycopy(changed, 0, all, offset, changed.length);
    ByteBuffer again = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    again.putLong(24, changed.length).putLong(32, all.length).putInt(40, crc(changed));
    again.putInt(60, crc(Arrays.copyOf(all, 60)));
    Files.write(file, all);
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  @Test
  void otherLocalsAreRefusedByTheirPath() throws IOException {
    Experiment experiment =
        new Experiment().types(Counting.class).program("main", loop(generate(new Counting())));
    experiment.start("main").runHere(4);
    Path file = file(experiment);
    byte[] whole = Files.readAllBytes(file);
    edit(file, " i: \"i:1\"", " j: \"i:1\"");
    says("the frame at /0 was saved with the locals [j]", () -> load(file));
    says(file.toString(), () -> load(file));
    Files.write(file, whole);
    edit(file, " i: \"i:1\"", " i: \"l:1\"");
    says("the local i at /0 was saved as another type", () -> load(file));
    Files.write(file, whole);
    edit(file, " i: \"i:1\"", " i: n");
    says("the local i at /0 was saved as another type", () -> load(file));
  }

  @Test
  void jumpsAndFramesThatDoNotBelongTogetherAreRefused() throws IOException {
    Experiment experiment =
        new Experiment()
            .types(Counting.class)
            .program("main", repeat(9, seq(generate(new Counting())), seq()));
    experiment.start("main").runHere(3);
    assertEquals("/0 (0)", experiment.run("main").jump().toString());
    Path file = file(experiment);
    byte[] whole = Files.readAllBytes(file);
    for (String[] change :
        new String[][] {
          {" jump: \"/0 none ", " jump: \"/1 /0 "}, // entered by no parent
          {" jump: \"/0 none ", " jump: \"/1 none "}, // a reply to one that does not wait
          {" jump: \"/0 none ", " jump: \"/0/0 return "}, // entered by nobody
          {" _caller: /,", " _caller: return,"}, // replies past its parent
          {" _caller: return,", " _caller: /0,"} // replies to its child
        }) {
      edit(file, change[0], change[1]);
      says("main: ", () -> load(file));
      Files.write(file, whole);
    }
  }

  private static Experiment load(Path file) {
    return Experiment.load(file, Counting.class, Holder.class);
  }

  @Test
  void anotherLayoutOrSchemaIsRefusedByNumber() throws IOException {
    Path file = file(holding(1));
    byte[] bytes = Files.readAllBytes(file);
    for (int version : new int[] {0, 2}) {
      ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      header.putInt(8, version).putInt(60, crc(Arrays.copyOf(bytes, 60)));
      Files.write(file, bytes);
      says("has layout " + version + ", but", () -> load(file));
      says("use the " + (version > 1 ? "newer" : "older") + " version", () -> load(file));
    }
    Path other = file(holding(1));
    edit(other, "schema: \"1\"", "schema: \"9\"");
    says("the checkpoint has schema 9", () -> load(other));
  }

  @Test
  void whatIsNoCheckpointIsRefused() throws IOException {
    says("there is no file", () -> load(directory.resolve("none.jqd")));
    says("there is no file", () -> CheckpointDirectory.resume(directory.resolve("none"), Map.of()));
    says("cannot read", () -> Checkpoint.read(directory));
    Path text = Files.writeString(directory.resolve("text"), "x".repeat(200));
    says("is not a Jacquard checkpoint", () -> load(text));
    Path empty = Files.writeString(directory.resolve("empty"), "");
    says("too short for a checkpoint", () -> load(empty));
    says(
        "there is no whole checkpoint in " + directory,
        () -> CheckpointDirectory.resume(directory, Map.of()));
  }

  @Test
  void resumingSkipsDamagedFilesAndSaysSo() throws IOException {
    Experiment experiment = holding(1);
    experiment.save(directory.resolve("step-000000000005.jqd"));
    experiment.run("main").runHere(2);
    Path newest = directory.resolve("step-000000000009.jqd");
    experiment.save(newest);
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length - 5] ^= 1;
    Files.write(newest, bytes);
    CheckpointDirectory.Resumed resumed =
        CheckpointDirectory.resume(directory, Map.of(), Holder.class);
    assertEquals(0, resumed.experiment().run("main").steps());
    assertEquals(1, resumed.skipped().size());
    assertTrue(resumed.skipped().get(0).contains(newest + " is damaged at offset "));
  }

  @Test
  void aRunThatIsTakingStepsIsNotSaved() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Experiment experiment =
        new Experiment()
            .program(
                "main",
                call(
                    "wait",
                    () -> {
                      entered.countDown();
                      leave.await();
                      return 1;
                    }));
    Thread driver = new Thread(() -> experiment.start("main").runHere(1));
    driver.start();
    entered.await();
    IllegalStateException error = assertThrows(IllegalStateException.class, experiment::checkpoint);
    assertTrue(String.valueOf(error.getMessage()).contains("is being driven by"));
    leave.countDown();
    driver.join();
  }

  private static Object kept(Object held) {
    return Objects.requireNonNull(back(held));
  }

  @Test
  void bitsAndTextAreKept() {
    double[] bits = {-0.0, Double.MIN_VALUE, Double.longBitsToDouble(0xfff8_dead_beef_0001L)};
    assertEquals(
        Arrays.toString(Arrays.stream(bits).mapToLong(Double::doubleToRawLongBits).toArray()),
        Arrays.toString(
            Arrays.stream((double[]) kept(bits)).mapToLong(Double::doubleToRawLongBits).toArray()));
    for (double each : bits) {
      assertEquals(
          Double.doubleToRawLongBits(each), Double.doubleToRawLongBits((Double) kept(each)));
    }
    float nan = Float.intBitsToFloat(0x7fc0_1234);
    assertEquals(Float.floatToRawIntBits(nan), Float.floatToRawIntBits((Float) kept(nan)));
    for (String text :
        List.of(
            "", " ", "'\"\n\\", "\u0000\u007f", "n", "a: b #c", "\u00e4\ud83d\ude00", "\ud800")) {
      assertEquals(text, back(text));
    }
    assertEquals('\uffff', back('\uffff'));
    assertEquals(List.of(1, 2L), Arrays.asList((Object[]) kept(new Number[] {1, 2L})));
  }

  @Test
  void whatIsSharedStaysShared() {
    int[] array = {1};
    Holder object = new Holder(2);
    Object shared = kept(List.of(array, array, object, object));
    List<?> list = (List<?>) shared;
    assertTrue(list.get(0) == list.get(1) && list.get(2) == list.get(3));
    Map<String, Integer> sorted = new TreeMap<>(Map.of("b", 1, "a", 2));
    assertTrue(back(sorted) instanceof TreeMap);
    Map<String, Integer> ordered = new LinkedHashMap<>();
    ordered.put("b", 1);
    ordered.put("a", 2);
    assertEquals("{b=1, a=2}", String.valueOf(back(ordered)));
  }

  @Test
  void localsAndFieldsAreReadWithoutTheirClasses() {
    Experiment experiment =
        new Experiment()
            .types(Counting.class, Holder.class)
            .component("holder", new Holder(List.of(1, "two")))
            .program("main", loop(generate(new Counting())));
    experiment.start("main").runHere(4);
    Checkpoint checkpoint = experiment.checkpoint();
    assertEquals(1, checkpoint.frame("/0").get("i"));
    assertEquals(List.of(1, "two"), checkpoint.component("holder").get("held"));
    says("no frame at /7 of main; there are [/, /0]", () -> checkpoint.frame("/7"));
    says("no component x; there are [holder]", () -> checkpoint.component("x"));
    experiment.run("main").runHere(2);
    List<String> lines = CheckpointDiff.of(checkpoint, experiment.checkpoint());
    assertEquals("main: steps 4 -> 6", lines.get(0));
    assertTrue(lines.contains("main /0.i: 1 -> 2"), lines.toString());
    assertEquals(List.of(), CheckpointDiff.of(checkpoint, checkpoint));
    assertEquals(
        List.of("holder.held: norm 5.00000 -> 5.65685, apart 1.00000, 1 of 2 values changed"),
        CheckpointDiff.of(
            holding(new double[] {3, 4}).checkpoint(), holding(new double[] {4, 4}).checkpoint()));
  }
}
