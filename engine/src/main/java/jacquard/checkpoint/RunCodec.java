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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The saved form of a run: its steps, its pending jump and one row a frame. */
final class RunCodec {
  private RunCodec() {}

  /** Writes where a run stands into its program's row, and its frames. */
  static void encode(
      String program, Vm run, Map<String, String> row, Structure structure, Encoder values) {
    row.put("steps", Long.toString(run.steps()));
    row.put("jump", values.jump(run.jump(), program + ", the pending jump"));
    Map<String, Object> occurrences = new LinkedHashMap<>();
    for (Task task : run.all()) {
      if (!task.node().hooks().isEmpty()) {
        occurrences.put(task.path(), task.hookOccurrences());
      }
      Frame frame = task.frame();
      if (frame != null) {
        frame(program, task, frame, structure.add("frames"), values);
      }
    }
    if (!occurrences.isEmpty()) {
      row.put("occurrences", values.token(occurrences, program + ", the hooks"));
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
    Args entered = frame.entered();
    if (entered != null) {
      row.put("_entered", args(entered, values, place));
    }
    if (task.isEnded()) {
      row.put("_ended", "true");
    }
    List<@Nullable Object> sent = task.sent();
    if (sent != null) {
      row.put("_sent", values.token(sent, place + ", what it sent"));
    }
    List<String> waitsAt = task.waitsAt();
    if (waitsAt != null) {
      row.put("_waitsAt", String.join(" ", waitsAt));
    }
    Map<String, @Nullable Object> locals = frame.locals();
    if (locals.size() != Frame.fields(frame.getClass()).size() + 1) {
      throw new CheckpointException(
          place + " has two locals of one name, here and in a superclass; rename one");
    }
    for (Map.Entry<String, @Nullable Object> local : locals.entrySet()) {
      if (!local.getKey().equals("args")) {
        Encoder.requireName(local.getKey(), place);
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
    RunLoader loader = new RunLoader(root, names, Structure.number(row, "steps"));
    values.loadInto(loader);
    try {
      String[] jump = Decoder.jump(Structure.get(row, "jump"));
      Args pending = values.args(jump[2]); // in the order they were saved, so as deeply nested
      for (Map<String, String> frame : structure.table("frames")) {
        if (Structure.get(frame, "_program").equals(program)) {
          load(loader, frame, values);
        }
      }
      if (row.containsKey("occurrences")) {
        occurrences(loader, values.required(Structure.get(row, "occurrences"), Map.class));
      }
      String replyTo = jump[1].equals("none") ? null : jump[1];
      Vm run = loader.finish(jump[0], replyTo, pending);
      values.keep(loader, run.jump(), jump);
      return run;
    } catch (ProgramException e) {
      throw new CheckpointException("program " + program + ": " + e.getMessage(), e);
    } finally {
      values.loadInto(null);
    }
  }

  private static void occurrences(RunLoader loader, Map<?, ?> byPath) {
    for (Map.Entry<?, ?> entry : byPath.entrySet()) {
      if (!(entry.getKey() instanceof String path) || !(entry.getValue() instanceof long[] seen)) {
        throw new CheckpointException("the hooks' occurrences are not numbers by path");
      }
      loader.occurrences(path, seen);
    }
  }

  private static void load(RunLoader loader, Map<String, String> row, Decoder values) {
    String path = Structure.get(row, "_task");
    Frame frame = loader.frame(path);
    List<Field> fields = Frame.fields(frame.getClass());
    Map<Field, String> columns = columns(path, frame, fields, row);
    Args args = values.args(Structure.get(row, "args"));
    if (row.containsKey("_entered")) {
      loader.entered(frame, values.args(Structure.get(row, "_entered")));
    }
    String sent = row.get("_sent");
    Object lastSent = sent == null ? null : sent.equals("n") ? Args.EMPTY : values.value(sent);
    columns.forEach(
        (field, column) -> set(field, frame, values.value(Structure.get(row, column)), path));
    requireDeclared(frame, columns.keySet(), path);
    String waitsAt = row.get("_waitsAt");
    loader.put(
        path,
        frame,
        args,
        row.get("_caller"),
        lastSent,
        waitsAt == null ? null : places(waitsAt, values));
    if (row.containsKey("_ended")) {
      loader.ended(frame);
    }
  }

  /** Where a body waits, with the present names of classes. */
  private static List<String> places(String waitsAt, Decoder values) {
    List<String> places = new ArrayList<>();
    for (String place : waitsAt.split(" ", -1)) {
      int end = place.lastIndexOf('.');
      places.add(
          end < 0 ? place : values.presentName(place.substring(0, end)) + place.substring(end));
    }
    return places;
  }

  /** The columns that hold a frame's locals, by their present or earlier names. */
  private static Map<Field, String> columns(
      String path, Frame frame, List<Field> fields, Map<String, String> row) {
    Set<String> saved = new TreeSet<>(row.keySet());
    saved.removeIf(name -> name.startsWith("_") || name.equals("args"));
    Map<Field, String> columns = new LinkedHashMap<>();
    Set<String> declared = new TreeSet<>();
    for (Field field : fields) {
      String column = Renames.saved(frame.getClass(), field.getName(), row);
      columns.put(field, column == null ? field.getName() : column);
      declared.add(columns.getOrDefault(field, ""));
    }
    if (!saved.equals(declared)) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "the frame at %s was saved with the locals %s, but %s has %s now; go on with the"
                  + " class that saved it",
              path,
              saved,
              frame.getClass().getName(),
              declared));
    }
    return columns;
  }

  private static void requireDeclared(Frame frame, Set<Field> loaded, String path) {
    Set<String> names = new TreeSet<>();
    loaded.forEach(field -> names.add(field.getName()));
    String misfit = Declared.misfit(frame, names);
    if (misfit != null) {
      throw new CheckpointException("the local " + misfit + " (at " + path + ")");
    }
  }

  private static void set(Field field, Frame frame, @Nullable Object value, String path) {
    try {
      field.set(frame, value);
    } catch (IllegalArgumentException | IllegalAccessException | NullPointerException e) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT, "the local %s at %s was saved as another type", field.getName(), path),
          e);
    }
  }
}
