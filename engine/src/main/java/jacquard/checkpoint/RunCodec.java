package jacquard.checkpoint;

import jacquard.vm.Args;
import jacquard.vm.Frame;
import jacquard.vm.Names;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import jacquard.vm.RunLoader;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The saved form of a run: its steps, its pending jump and one row a frame. */
final class RunCodec {
  private RunCodec() {}

  /** Writes where a run stands into its program's row, and its frames. */
  static void encode(
      String program, Vm run, Map<String, String> row, Structure structure, Encoder values) {
    row.put("steps", Long.toString(run.steps()));
    row.put("jump", values.jump(run.jump(), program + ", the pending jump"));
    for (Task task : run.all()) {
      Frame frame = task.frame();
      if (frame != null) {
        frame(program, task, frame, structure.add("frames"), values);
      }
    }
  }

  private static void frame(
      String program, Task task, Frame frame, Map<String, String> row, Encoder values) {
    String place = program + " " + task;
    row.put("_program", program);
    row.put("_task", task.path());
    Task caller = task.caller();
    if (caller != null) {
      row.put("_caller", caller.path());
    }
    row.put("args", args(frame.args(), values, place));
    Args sent = task.sent();
    if (sent != null) {
      row.put("_sent", args(sent, values, place));
    }
    List<String> waitsAt = task.waitsAt();
    if (waitsAt != null) {
      row.put("_waitsAt", String.join(" ", waitsAt));
    }
    for (Map.Entry<String, @Nullable Object> local : frame.locals().entrySet()) {
      if (!local.getKey().equals("args")) {
        row.put(local.getKey(), values.token(local.getValue(), place + ": " + local.getKey()));
      }
    }
  }

  private static String args(Args args, Encoder values, String place) {
    return args.isEmpty() ? "n" : values.token(args, place);
  }

  /** The run of a program's row; null if the program was not running. */
  static @Nullable Vm decode(
      String program,
      Node root,
      Names names,
      Map<String, String> row,
      Structure structure,
      Decoder values) {
    if (!row.containsKey("jump")) {
      return null;
    }
    RunLoader loader = new RunLoader(root, names, Long.parseLong(Structure.get(row, "steps")));
    values.loadInto(loader);
    try {
      for (Map<String, String> frame : structure.table("frames")) {
        if (Structure.get(frame, "_program").equals(program)) {
          load(loader, frame, values);
        }
      }
      String[] jump = Structure.get(row, "jump").split(" ", -1);
      String replyTo = jump[1].equals("none") ? null : jump[1];
      return loader.finish(jump[0], replyTo, values.args(jump[2]));
    } catch (ProgramException e) {
      throw new CheckpointException("program " + program + ": " + e.getMessage(), e);
    } finally {
      values.loadInto(null);
    }
  }

  private static void load(RunLoader loader, Map<String, String> row, Decoder values) {
    String path = Structure.get(row, "_task");
    Frame frame = loader.frame(path);
    List<Field> fields = Frame.fields(frame.getClass());
    for (Field field : fields) {
      set(field, frame, values.value(Structure.get(row, field.getName())), path);
    }
    long locals = row.keySet().stream().filter(name -> !name.startsWith("_")).count();
    if (locals != fields.size() + 1) {
      throw new CheckpointException(
          "the frame at " + path + " was saved with other locals: " + row.keySet());
    }
    String sent = row.get("_sent");
    String waitsAt = row.get("_waitsAt");
    loader.put(
        path,
        frame,
        values.args(Structure.get(row, "args")),
        row.get("_caller"),
        sent == null ? null : values.args(sent),
        waitsAt == null ? null : new ArrayList<>(List.of(waitsAt.split(" ", -1))));
  }

  private static void set(Field field, Frame frame, @Nullable Object value, String path) {
    try {
      field.set(frame, value);
    } catch (IllegalArgumentException | IllegalAccessException e) {
      throw new CheckpointException(
          "the local %s at %s was saved as another type".formatted(field.getName(), path), e);
    }
  }
}
