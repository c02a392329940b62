package jacquard.checkpoint;

import jacquard.vm.Args;
import java.io.IOException;
import java.util.Map;

/**
 * The encoding of single values as bytes that travel between processes: a checkpoint of nothing but
 * the value.
 *
 * <p>What may be encoded is what a {@link Stateful} object may declare. The bytes are those of a
 * checkpoint's file, with its checksums, and reading them makes registered classes only. Data sets
 * travel by reference, where they have a source; each is attached once and kept. Threads may share
 * a payload.
 */
public final class Payload {
  private final Types types;

  /** The encoding of values of these classes and those of the jars. */
  public Payload(Class<?>... types) {
    this(Types.with(types).keepingAttached());
  }

  Payload(Types types) {
    this.types = types;
  }

  Types types() {
    return types;
  }

  /**
   * The bytes of a value, which must not change meanwhile.
   *
   * @throws CheckpointException if it, or something in it, cannot be saved
   */
  public byte[] encode(Object value) {
    Structure structure = new Structure();
    Encoder values = new Encoder(structure, types, false);
    values.token(Args.of(value), "the payload");
    StructureText.check(structure);
    try {
      return CheckpointFile.bytes(new CheckpointFile.Content(structure, values.arrays()));
    } catch (IOException e) {
      throw new CheckpointException("cannot encode the payload: " + e, e);
    }
  }

  /**
   * A copy of the value that was encoded.
   *
   * @throws CheckpointException if the bytes are damaged, or hold what is not registered
   */
  public Object decode(byte[] bytes) {
    CheckpointFile.Content content = CheckpointFile.read(bytes);
    try {
      Decoder values = new Decoder(content.structure(), types, content.arrays(), Map.of());
      return values.required("o:0", Args.class).get(0);
    } catch (CheckpointException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new CheckpointException("the payload cannot be loaded: " + e, e);
    }
  }
}
