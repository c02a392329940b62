package jacquard.checkpoint;

import jacquard.vm.Atomic;
import jacquard.vm.Carrier;
import jacquard.vm.Names;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The carrier that sends a Parallel's threads as checkpoints: each with its part of the program,
 * its frames, and all components these reach.
 *
 * <p>What comes back is put into the very components that were sent, so who else refers to them
 * sees what the threads have done. Data that are saved by reference stay where they are.
 */
public final class ThreadCarrier implements Carrier {
  private static final String THREAD = "thread";

  /** Before the checkpoint: how many steps to take, and whether optimized. */
  private static final int HEADER = Long.BYTES + 1;

  /** What comes back in the place of a thread that a failed step may have changed. */
  private static final byte[] BROKEN = {};

  private final Names names;
  private final Types types;
  private final UnaryOperator<List<byte[]>> workers;

  /**
   * A carrier.
   *
   * @param names of components, for messages
   * @param types what checkpoints may hold, here and at the workers
   * @param workers what applies {@link #takeSteps} to each element, and gives the results in order
   */
  public ThreadCarrier(Names names, Types types, UnaryOperator<List<byte[]>> workers) {
    this.names = names;
    this.types = types;
    this.workers = workers;
  }

  /**
   * A thread as it was sent.
   *
   * @param objects of its checkpoint, by the names they have there
   * @param attached data that are there by reference, by fingerprint
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sent(
      Node root, byte[] bytes, Map<String, Object> objects, Map<String, Object> attached) {
    byte[] checkpoint() {
      return Arrays.copyOfRange(bytes, HEADER, bytes.length);
    }
  }

  @Override
  @Atomic
  public List<Vm> take(List<Leg> legs) {
    List<Sent> sent = new ArrayList<>();
    IdentityHashMap<Object, Integer> owners = new IdentityHashMap<>();
    for (Leg leg : legs) {
      Sent one = send(leg);
      requireApart(one, sent.size(), owners);
      sent.add(one);
    }
    List<byte[]> back = workers.apply(sent.stream().map(Sent::bytes).toList());
    if (back.stream().anyMatch(bytes -> bytes.length == 0)) {
      return List.of();
    }
    try {
      return receive(sent, back);
    } catch (RuntimeException | Error e) { // some may have come back already
      receive(sent, sent.stream().map(Sent::checkpoint).toList());
      throw e;
    }
  }

  private List<Vm> receive(List<Sent> sent, List<byte[]> checkpoints) {
    List<Vm> threads = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      threads.add(receive(sent.get(i), checkpoints.get(i)));
    }
    return threads;
  }

  private Sent send(Leg leg) {
    Structure structure = new Structure();
    Encoder values = new Encoder(structure, types, false);
    Node root = leg.thread().root().node();
    encode(root, leg.thread(), structure, values);
    Map<String, Object> objects = new LinkedHashMap<>();
    Map<String, Object> attached = new LinkedHashMap<>();
    values.forEachObject(
        (object, row) -> {
          if (row.containsKey("_source")) {
            attached.put(((ByReference) object).fingerprint(), object);
          } else if (object instanceof Stateful) {
            String name = "c" + objects.size();
            objects.put(name, object);
            row.put("_name", name);
          }
        });
    byte[] bytes = Checkpoint.of(structure, values).bytes();
    ByteBuffer message = ByteBuffer.allocate(HEADER + bytes.length);
    message.putLong(leg.steps()).put((byte) (leg.thread().isOptimized() ? 1 : 0)).put(bytes);
    return new Sent(root, message.array(), objects, attached);
  }

  private static void encode(Node root, Vm run, Structure structure, Encoder values) {
    Map<String, String> row =
        ImageCodec.program(THREAD, root, new IdentityHashMap<>(), structure, values);
    RunCodec.encode(THREAD, run, row, structure, values);
  }

  /** What threads share may not change, for each would change a copy. */
  private void requireApart(Sent sent, int thread, IdentityHashMap<Object, Integer> owners) {
    for (Object object : sent.objects.values()) {
      Integer other = object instanceof ByReference ? null : owners.putIfAbsent(object, thread);
      if (other != null) {
        String name = names.of(object);
        throw new ProgramException(
            String.format(
                Locale.ROOT,
                "two of its threads (%d and %d of those at work, from 0) both reach %s, so they"
                    + " cannot be taken apart; give each thread its own, or take the steps without"
                    + " workers",
                other,
                thread,
                name == null ? "a " + object.getClass().getName() : "the component " + name));
      }
    }
  }

  private Vm receive(Sent sent, byte[] bytes) {
    Checkpoint checkpoint = Checkpoint.of(bytes);
    try {
      return checkpoint.restoreThread(THREAD, sent.root, names, types, sent.objects, sent.attached);
    } catch (CheckpointException | ProgramException e) {
      throw new CheckpointException("a thread came back damaged: " + e.getMessage(), e);
    }
  }

  /**
   * What workers do: takes a thread's steps, up to its end or a step that fails.
   *
   * @param thread as it was sent
   * @param payload the encoding of the worker, which keeps data sets it was sent by reference
   * @return the thread where it stands then; nothing where the step that failed may have changed
   *     something, so that its steps are taken where it came from
   * @throws CheckpointException if the bytes are damaged, or hold what is not registered
   */
  public static byte[] takeSteps(byte[] thread, Payload payload) {
    if (thread.length < HEADER) {
      throw new CheckpointException("a thread of " + thread.length + " bytes is damaged");
    }
    ByteBuffer header = ByteBuffer.wrap(thread);
    long steps = header.getLong();
    boolean optimized = header.get() == 1;
    Checkpoint checkpoint = Checkpoint.of(Arrays.copyOfRange(thread, HEADER, thread.length));
    Checkpoint.Image image = checkpoint.restoreOnce(payload.types(), Map.of());
    Vm run = image.runs().get(THREAD);
    if (run == null) {
      throw new CheckpointException("the bytes are a checkpoint, but not that of a thread");
    }
    run.optimize(optimized);
    takeSteps(run, steps);
    return run.isBroken() ? BROKEN : Checkpoint.of(image, payload.types()).bytes();
  }

  private static void takeSteps(Vm run, long steps) {
    try {
      run.runHere(steps);
    } catch (StepException e) {
      if (!(e.getCause() instanceof Exception)) {
        throw e;
      } // else it is told where the thread came from: the step fails there again
    }
  }
}
