package jacquard.cluster;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;

/**
 * What the cluster has agreed on about one run.
 *
 * <table>
 *   <caption>What changes it</caption>
 *   <tr><th>entry</th><th>is accepted when</th><th>then</th></tr>
 *   <tr><td>claim of epoch e</td><td>not finished, and e is the epoch + 1</td><td>the claimant owns the run in epoch e</td></tr>
 *   <tr><td>checkpoint of epoch e</td><td>not finished, and e is the epoch</td><td>the run goes on from there</td></tr>
 *   <tr><td>end in epoch e</td><td>not finished, and e is the epoch</td><td>finished, for ever</td></tr>
 * </table>
 */
public final class Ownership {
  /** Of a run that nobody has owned as yet. */
  static final Ownership NONE = new Ownership(0, "", -1, false, new byte[0]);

  private final long epoch;
  private final String owner;
  private final long step;
  private final boolean finished;
  private final byte[] checkpoint;

  private Ownership(long epoch, String owner, long step, boolean finished, byte[] checkpoint) {
    this.epoch = epoch;
    this.owner = owner;
    this.step = step;
    this.finished = finished;
    this.checkpoint = checkpoint;
  }

  /** How many owners the run has had; 0 before the first. */
  public long epoch() {
    return epoch;
  }

  /** The owner: the name of the member, and which of its lives. */
  public String owner() {
    return owner;
  }

  /** The steps of the last accepted checkpoint; -1 if there is none. */
  public long step() {
    return step;
  }

  /** Whether the run has ended; its last checkpoint is its end then. */
  public boolean isFinished() {
    return finished;
  }

  /**
   * The last accepted checkpoint.
   *
   * @throws CheckpointException if there is none
   */
  public Checkpoint checkpoint() {
    if (step < 0) {
      throw new CheckpointException("the cluster has no checkpoint of this run yet");
    }
    return Checkpoint.of(checkpoint);
  }

  Ownership claimed(String claimant) {
    return new Ownership(epoch + 1, claimant, step, false, checkpoint);
  }

  Ownership at(long newStep, byte[] newCheckpoint, boolean ends) {
    return new Ownership(epoch, owner, newStep, ends, newCheckpoint);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(epoch);
    out.writeUTF(owner);
    out.writeLong(step);
    out.writeBoolean(finished);
    Entry.writeBytes(out, checkpoint);
  }

  static Ownership read(DataInput in) throws IOException {
    return new Ownership(
        in.readLong(), in.readUTF(), in.readLong(), in.readBoolean(), Entry.readBytes(in));
  }

  /** Such as {@code epoch 2, owned by b/..., step 4000}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "epoch %d, owned by %s, step %d%s",
        epoch,
        owner,
        step,
        finished ? ", finished" : "");
  }
}
