package jacquard.flow;

import jacquard.checkpoint.Payload;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.VectorKernels;
import jacquard.learn.Backend;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The main of a worker process: it does the jobs that come through its standard input, one after
 * the other, until that ends.
 *
 * <p>Its standard output carries answers; what jobs print goes to the standard error.
 */
final class WorkerProcess {
  private final Payload payload;
  private final Copied.Copy copy;
  private final DataOutputStream out;
  private Copied work = new Copied(0, new byte[0]);

  private WorkerProcess(Payload payload, DataOutputStream out) {
    this.payload = payload;
    this.copy = new Copied.Copy(payload);
    this.out = out;
  }

  /** Takes the names of the classes to be registered, beside those of the jars. */
  public static void main(String[] args) throws Exception {
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    System.setOut(System.err);
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    Backend.use(vectors ? new VectorKernels(1) : new JavaKernels());
    Class<?>[] types = new Class<?>[args.length];
    for (int i = 0; i < args.length; i++) {
      types[i] = Class.forName(args[i]);
    }
    WorkerProcess worker = new WorkerProcess(new Payload(types), out);
    worker.send(Frame.Kind.HELLO, 0, Code.fingerprint().getBytes(StandardCharsets.UTF_8));
    LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    Thread.ofPlatform().daemon().name("jacquard-orders").start(() -> read(frames));
    while (true) {
      worker.take(frames.take());
    }
  }

  /** When the parent is gone, whatever is being done is for nobody. */
  private static void read(LinkedBlockingQueue<Frame> frames) {
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(System.in))) {
      while (true) {
        frames.add(Frame.read(in));
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(0);
    }
  }

  private void take(Frame frame) throws IOException {
    if (frame.kind() == Frame.Kind.WORK) {
      work = new Copied(frame.number(), frame.bytes());
      return;
    }
    Frame answer = Answer.to(frame, work, copy, payload);
    try {
      answer.write(out);
    } catch (IllegalArgumentException e) { // too large
      Answer.failure(frame, payload, e).write(out);
    }
    out.flush();
  }

  private void send(Frame.Kind kind, long number, byte[] bytes) throws IOException {
    new Frame(kind, number, bytes).write(out);
    out.flush();
  }
}
