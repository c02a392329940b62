package jacquard.flow;

import jacquard.checkpoint.Payload;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** The answer of a worker elsewhere to a datum: a frame with what the work gave, or threw. */
final class Answer {
  private Answer() {}

  /** What the work gives for a datum; whatever it does, this thread is not interrupted after it. */
  static Frame to(Frame datum, Copied work, Copied.Copy copy, Payload payload) {
    try {
      Object result = copy.apply(work, payload.decode(datum.bytes()));
      if (result == null) {
        throw new IllegalStateException("the work gave null");
      }
      return new Frame(Frame.Kind.RESULT, datum.number(), payload.encode(result));
    } catch (Exception | Error e) {
      return failure(datum, payload, e);
    } finally {
      Thread.interrupted();
    }
  }

  static Frame failure(Frame datum, Payload payload, Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    byte[] told = payload.encode(List.of(thrown.toString(), trace.toString()));
    return new Frame(Frame.Kind.FAILURE, datum.number(), told);
  }

  /**
   * The result that an answer brings.
   *
   * @param where the worker is, for people
   * @throws JobException if the work threw
   */
  static Object result(Frame answer, Job<?, ?> job, Payload payload, String where) {
    Object value = payload.decode(answer.bytes());
    if (answer.kind() == Frame.Kind.FAILURE) {
      List<?> told = (List<?>) value;
      throw new JobException(
          job, told.get(0).toString(), new RuntimeException("in " + where + ": " + told.get(1)));
    }
    return value;
  }
}
