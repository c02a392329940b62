package jacquard.vm;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Experiment;
import jacquard.hook.Mark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Values that a generator sends and others change in place. */
class MutatedValuesLawsTest {
  /** What is sent. */
  enum Form {
    FRESH_FLOATS,
    FRESH_LONGS,
    FRESH_BYTES,
    LONG_ARRAY,
    LIST,
    NESTED,
    NAMED,
    KEPT_IN_A_LOCAL,
    PUT_INTO_A_LOCAL,
    LIST_IN_A_LOCAL,
    WITHOUT_EQUALS
  }

  /** A value that is ordered, but does not know its equals. */
  @SuppressWarnings("ArrayRecordComponent") // that is what is tested
  record Ordered(int[] at) implements Comparable<Ordered> {
    @Override
    public int compareTo(Ordered other) {
      return at[0] - other.at[0];
    }

    @Override
    @SuppressWarnings("EqualsHashCode")
    public boolean equals(Object other) {
      return this == other;
    }
  }

  /** Locals of each form. */
  static final class Locals extends Frame {
    int i;
    float[] kept = {0, 0};
    float[] put = {};
    List<Object> list = new ArrayList<>(List.of(new float[] {0, 0}));
    int phase;
  }

  /** Sends arrays by yields and calls. */
  static final class Sender extends Generator<Locals> implements Stateful {
    private Form[] forms = {};
    private boolean forgets;

    Sender() {}

    Sender(List<Form> forms, boolean forgets) {
      this.forms = forms.toArray(new Form[0]);
      this.forgets = forgets;
    }

    @Override
    public void state(State s) {
      forms = s.value("forms", forms);
      forgets = s.value("forgets", forgets);
    }

    @Override
    public Locals start() {
      return new Locals();
    }

    @Override
    protected void generate(Locals f, Task self) {
      for (int forgotten = 0; true; forgotten++) {
        int i = forgets ? forgotten : f.i;
        Form form = forms[i % forms.length];
        if (f.phase == 0) {
          self.call(0, args(form, i, f));
          f.phase = 1;
        }
        self.yield(args(form, i + 1, f));
        f.i++;
        f.phase = 0;
      }
    }

    private static Args args(Form form, int i, Locals f) {
      return switch (form) {
        case FRESH_FLOATS -> Args.of((Object) new float[] {i, i + 1});
        case FRESH_LONGS -> Args.of((Object) new long[] {i, i + 1});
        case FRESH_BYTES -> Args.of((Object) new byte[] {(byte) i, 1}, "and text", i);
        case LONG_ARRAY -> Args.of((Object) longArray(i));
        case LIST -> Args.of(new ArrayList<>(List.of(new double[] {i, 2}, i)));
        case NESTED -> Args.of((Object) new float[][] {{i}, {i + 1, 3}});
        case NAMED -> Args.EMPTY.with("weights", new float[] {i, 4});
        case KEPT_IN_A_LOCAL -> Args.of((Object) f.kept);
        case PUT_INTO_A_LOCAL -> {
          f.put = new float[] {i, 5};
          yield Args.of((Object) f.put);
        }
        case LIST_IN_A_LOCAL -> Args.of(f.list);
        case WITHOUT_EQUALS -> Args.of(new Ordered(new int[] {i}));
      };
    }

    private static int[] longArray(int i) {
      int[] array = new int[5000];
      Arrays.fill(array, i);
      return array;
    }
  }

  /** Remembers what it gets and changes it in place. */
  static final class Consumer implements Stateful {
    private List<String> got = new ArrayList<>();

    @Override
    public void state(State s) {
      got = s.value("got", got);
    }

    void take(Args args) {
      got.add(shown(args.values()) + shown(List.copyOf(args.named().values())));
      args.values().forEach(Consumer::change);
      args.named().values().forEach(Consumer::change);
    }

    private static String shown(Object value) {
      return switch (value) {
        case List<?> list -> list.stream().map(Consumer::shown).toList().toString();
        case Ordered ordered -> "ordered " + Arrays.toString(ordered.at);
        default -> Arrays.deepToString(new Object[] {value});
      };
    }

    private static void change(Object value) {
      switch (value) {
        case float[] a -> a[0] = a[0] * 0.5f + 7;
        case long[] a -> a[0] += 9;
        case byte[] a -> a[0]++;
        case int[] a -> Arrays.fill(a, -1);
        case double[] a -> a[1] = Double.NaN;
        case Object[] a -> Arrays.stream(a).forEach(Consumer::change);
        case Ordered ordered -> ordered.at[0]--;
        case List<?> list -> {
          list.forEach(Consumer::change);
          grow(list);
        }
        default -> {}
      }
    }

    @SuppressWarnings("unchecked")
    private static void grow(List<?> list) {
      ((List<Object>) list).add("more");
    }
  }

  /** What is done to the run before each step. */
  private enum Disturbance {
    NONE,
    DROP,
    SAVE,
    HOOK,
    OPTIMIZE
  }

  private static Experiment experiment(List<Form> forms, boolean forgets, int rounds) {
    Consumer consumer = new Consumer();
    Node sender = generate(new Sender(forms, forgets), call(consumer::take));
    Experiment experiment =
        new Experiment()
            .types(Sender.class, Consumer.class, Ordered.class, Form.class)
            .component("consumer", consumer)
            .program("main", seq(repeat(rounds, sender, call(consumer::take)), seq()));
    experiment.start("main");
    return experiment;
  }

  private static Experiment disturbed(Experiment experiment, Disturbance how, long step) {
    Vm run = experiment.run("main");
    switch (how) {
      case DROP -> run.dropContinuations();
      case SAVE -> {
        return Experiment.restore(
            experiment.checkpoint(),
            Map.of(),
            Sender.class,
            Consumer.class,
            Ordered.class,
            Form.class);
      }
      case HOOK ->
          experiment.rewrite(
              "main",
              program ->
                  program
                      .find("/1")
                      .hook(Hook.of(Hook.When.AFTER, (Fn.P1<Moment>) new Mark("m" + step)::tell)));
      case OPTIMIZE -> run.optimize(step % 2 == 0);
      default -> {}
    }
    return experiment;
  }

  private static List<String> got(List<Form> forms, boolean forgets, int rounds, Disturbance how) {
    Experiment experiment = experiment(forms, forgets, rounds);
    for (long step = 0; !experiment.run("main").isDone(); step++) {
      experiment = disturbed(experiment, how, step);
      experiment.run("main").runHere(1);
    }
    return experiment.component("consumer", Consumer.class).got;
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void whatOthersChangeInPlaceIsNoError(
      @ForAll @Size(min = 1, max = 4) List<Form> forms,
      @ForAll @IntRange(min = 1, max = 6) int rounds) {
    List<String> plain = got(forms, false, rounds, Disturbance.NONE);
    assertEquals(2 * rounds, plain.size());
    for (Disturbance how : Disturbance.values()) {
      assertEquals(plain, got(forms, false, rounds, how), how::toString);
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void aForgottenLocalIsStillFound(@ForAll Form form, @ForAll boolean saves) {
    boolean shows =
        switch (form) {
          case KEPT_IN_A_LOCAL, LIST_IN_A_LOCAL, WITHOUT_EQUALS -> false;
          default -> true;
        };
    String message = "";
    try {
      got(List.of(form), true, 4, saves ? Disturbance.SAVE : Disturbance.DROP);
    } catch (StepException e) {
      message = String.valueOf(e.getMessage());
    }
    if (shows) {
      assertTrue(message.contains("cannot be re-entered"), message);
    } else {
      assertFalse(message.contains("it had sent"), message);
    }
  }
}
