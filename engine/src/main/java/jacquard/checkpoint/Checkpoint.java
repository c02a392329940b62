package jacquard.checkpoint;

import jacquard.program.Components;
import jacquard.vm.Names;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import jacquard.vm.Vm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable copy of the whole state of an experiment: programs, where they stand, frames,
 * components and random state.
 *
 * <p>{@code engine/docs/CHECKPOINTS.md} describes the file and what is promised.
 */
public final class Checkpoint {
  /**
   * What is saved: components, programs, and the runs of those that were started.
   *
   * @param embedsData whether data that could be saved by reference is saved itself
   */
  public record Image(
      Components components,
      Map<String, Node> programs,
      Map<String, Vm> runs,
      boolean embedsData) {}

  private final CheckpointFile.Content content;

  /** Where it was read, for messages; null if it was not. */
  private final @Nullable Path file;

  private Checkpoint(CheckpointFile.Content content, @Nullable Path file) {
    this.content = content;
    this.file = file;
  }

  /** The state of an experiment as it is, its arrays not copied. */
  static Checkpoint of(Image image, Types types) {
    Structure structure = new Structure();
    Encoder values = new Encoder(structure, types, image.embedsData());
    ImageCodec.encode(image, structure, values);
    return of(structure, values);
  }

  static Checkpoint of(Structure structure, Encoder values) {
    StructureText.check(structure);
    return new Checkpoint(new CheckpointFile.Content(structure, values.arrays()), null);
  }

  /** The same with arrays of its own. */
  Checkpoint copied() {
    return new Checkpoint(new CheckpointFile.Content(content.structure(), copies()), file);
  }

  private List<Object> copies() {
    return content.arrays().stream().map(Arrays::copy).toList();
  }

  /**
   * The experiment again, in the state it had.
   *
   * @param attached objects to take for those saved by reference, by fingerprint
   * @throws CheckpointException if a class is not registered, was changed, or data differs
   */
  public Image restore(Types types, Map<String, Object> attached) {
    return restore(types, attached, copies());
  }

  /**
   * Does the same without copying the arrays: the experiment takes this checkpoint's own, so that
   * it must not be used afterwards.
   */
  public Image restoreOnce(Types types, Map<String, Object> attached) {
    return restore(types, attached, content.arrays());
  }

  private Image restore(Types types, Map<String, Object> attached, List<Object> arrays) {
    try {
      Structure structure = content.structure();
      return ImageCodec.decode(structure, types, new Decoder(structure, types, arrays, attached));
    } catch (CheckpointException | ProgramException e) {
      throw new CheckpointException(from() + e.getMessage(), e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // What a file says reaches constructors and state methods, which may throw anything.
      throw new CheckpointException(from() + "what it holds cannot be loaded: " + e, e);
    }
  }

  private String from() {
    return file == null ? "" : file + ": ";
  }

  /**
   * A run of a program that is at hand, over components that are: they get the state they have
   * here.
   *
   * @param objects by the names they have here
   * @param attached those saved by reference, by fingerprint
   */
  Vm restoreThread(
      String name,
      Node root,
      Names names,
      Types types,
      Map<String, Object> objects,
      Map<String, Object> attached) {
    Structure structure = content.structure();
    Decoder values = new Decoder(structure, types, content.arrays(), attached);
    values.fill(objects);
    Vm run = RunCodec.decode(name, root, names, program(name), structure, values);
    if (run == null) {
      throw new CheckpointException("no run of " + name);
    }
    return run;
  }

  /**
   * Writes this checkpoint atomically: at any moment either the file that was there before or this
   * one is whole.
   *
   * <p>An interrupt of the caller does not break it off; the caller stays interrupted.
   *
   * @throws CheckpointException if it cannot be written; what was there before is still there
   */
  public void write(Path file) {
    write(file, Disk.REAL);
  }

  void write(Path file, Disk disk) {
    try {
      Uninterrupted.run(() -> CheckpointFile.write(file, content, disk));
    } catch (IOException e) {
      throw new CheckpointException("cannot write " + file + ": " + e, e);
    }
  }

  /**
   * Reads a checkpoint, every byte checked.
   *
   * @throws CheckpointException naming the file and offset of what is wrong
   */
  public static Checkpoint read(Path file) {
    return new Checkpoint(CheckpointFile.read(file), file);
  }

  /**
   * Removes the files in a directory that killed processes left half-written; those that are being
   * written stay.
   *
   * @throws IOException if the directory cannot be read
   */
  public static void removeAbandoned(Path directory) throws IOException {
    Temporaries.removeAbandoned(directory);
  }

  /** The bytes of the file that {@link #write} would write. */
  public byte[] bytes() {
    try {
      return CheckpointFile.bytes(content);
    } catch (IOException e) {
      throw new CheckpointException("cannot encode the checkpoint: " + e, e);
    }
  }

  /**
   * The checkpoint whose {@link #bytes} these are, every one checked.
   *
   * @throws CheckpointException naming the offset of what is wrong
   */
  public static Checkpoint of(byte[] bytes) {
    return new Checkpoint(CheckpointFile.read(bytes), null);
  }

  /** The names of the programs. */
  public List<String> programs() {
    return content.structure().table("programs").stream()
        .map(row -> Structure.get(row, "name"))
        .toList();
  }

  /** How many steps a program had taken; 0 if it was not started. */
  public long steps(String program) {
    return Structure.number("steps", program(program).getOrDefault("steps", "0"));
  }

  /** The pending jump of a program as text, such as {@code /0/1 none n}; empty if not started. */
  public String jump(String program) {
    return program(program).getOrDefault("jump", "");
  }

  private Map<String, String> program(String name) {
    for (Map<String, String> row : content.structure().table("programs")) {
      if (Structure.get(row, "name").equals(name)) {
        return row;
      }
    }
    throw new CheckpointException("no program " + name + "; there are " + programs());
  }

  /** The paths of the frames of a program. */
  public List<String> frames(String program) {
    return content.structure().table("frames").stream()
        .filter(row -> Structure.get(row, "_program").equals(program))
        .map(row -> Structure.get(row, "_task"))
        .toList();
  }

  /**
   * The locals of a frame by name, read without loading any class: scalars and arrays are
   * themselves, lists are lists, other objects are maps of their fields.
   *
   * @throws CheckpointException if there is no frame at the path
   */
  public Map<String, @Nullable Object> frame(String program, String path) {
    for (Map<String, String> row : content.structure().table("frames")) {
      if (Structure.get(row, "_program").equals(program)
          && Structure.get(row, "_task").equals(path)) {
        return new PlainValues(content).object(row);
      }
    }
    throw new CheckpointException(
        String.format(
            Locale.ROOT, "no frame at %s of %s; there are %s", path, program, frames(program)));
  }

  /** The locals of a frame of the only program there is. */
  public Map<String, @Nullable Object> frame(String path) {
    if (programs().size() != 1) {
      throw new CheckpointException("say which program: there are " + programs());
    }
    return frame(programs().get(0), path);
  }

  /** The classes of the named components, by name. */
  public Map<String, String> components() {
    Map<String, String> components = new LinkedHashMap<>();
    for (Map<String, String> row : content.structure().table("objects")) {
      if (row.containsKey("_name")) {
        components.put(Structure.get(row, "_name"), Structure.get(row, "_type"));
      }
    }
    return components;
  }

  /**
   * The fields of a named component, in the form of {@link #frame}.
   *
   * @throws CheckpointException if there is none of that name
   */
  public Map<String, @Nullable Object> component(String name) {
    for (Map<String, String> row : content.structure().table("objects")) {
      if (name.equals(row.get("_name"))) {
        return new PlainValues(content).object(row);
      }
    }
    throw new CheckpointException("no component " + name + "; there are " + components().keySet());
  }

  /**
   * A text that is the same for two checkpoints exactly when they hold the same bits: SHA-256 over
   * the structure and the checksums of the arrays.
   */
  public String fingerprint() {
    try {
      byte[] text = CheckpointFile.structureBytes(content);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes all arrays take together. */
  public long arrayBytes() {
    return content.arrays().stream().mapToLong(Checkpoint::bytes).sum();
  }

  private static long bytes(Object array) {
    return (long) Array.getLength(array)
        * Arrays.elementSize(array.getClass().getComponentType().getName());
  }
}
