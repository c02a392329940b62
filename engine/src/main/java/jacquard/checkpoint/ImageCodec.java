package jacquard.checkpoint;

import jacquard.program.Components;
import jacquard.program.Program;
import jacquard.vm.Node;
import jacquard.vm.Vm;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The saved form of an experiment: its components by name, and one row a program. */
final class ImageCodec {
  /** The version of the tables and their columns. */
  private static final int SCHEMA = 1;

  private ImageCodec() {}

  /** Writes all there is. */
  static void encode(Checkpoint.Image image, Structure structure, Encoder values) {
    image.components().byName().forEach(values::name);
    IdentityHashMap<Node, Integer> ids = new IdentityHashMap<>();
    image
        .programs()
        .forEach(
            (name, root) -> {
              Map<String, String> row = program(name, root, ids, structure, values);
              if (image.embedsData()) {
                row.put("embeds", "true");
              }
              Vm run = image.runs().get(name);
              if (run != null) {
                RunCodec.encode(name, run, row, structure, values);
              }
            });
  }

  /**
   * Writes a program.
   *
   * @param ids the nodes written so far
   * @return its row, as yet without a run
   */
  static Map<String, String> program(
      String name,
      Node root,
      IdentityHashMap<Node, Integer> ids,
      Structure structure,
      Encoder values) {
    int id = ProgramCodec.encode(root, structure, ids, values);
    Map<String, String> row = structure.add("programs");
    row.put("schema", Integer.toString(SCHEMA));
    row.put("name", name);
    row.put("root", Integer.toString(id));
    return row;
  }

  /** The experiment again. */
  static Checkpoint.Image decode(Structure structure, Types types, Decoder values) {
    Components components = Components.NONE;
    for (int i = 0; i < structure.table("objects").size(); i++) {
      String name = structure.table("objects").get(i).get("_name");
      if (name != null) {
        components = components.with(name, values.required("o:" + i, Object.class));
      }
    }
    List<Node> nodes = ProgramCodec.decode(structure, types, values);
    Map<String, Node> programs = new LinkedHashMap<>();
    Map<String, Vm> runs = new LinkedHashMap<>();
    boolean embeds = values.hasEmbedded();
    for (Map<String, String> row : structure.table("programs")) {
      requireSchema(row);
      embeds |= row.containsKey("embeds");
      String name = Structure.get(row, "name");
      Node root = nodes.get(Token.index("n:" + Structure.get(row, "root"), nodes.size()));
      Program.of(root);
      programs.put(name, root);
      Vm run = RunCodec.decode(name, root, components, row, structure, values);
      if (run != null) {
        runs.put(name, run);
      }
    }
    return new Checkpoint.Image(components, programs, runs, embeds);
  }

  private static void requireSchema(Map<String, String> row) {
    String schema = Structure.get(row, "schema");
    if (!schema.equals(Integer.toString(SCHEMA))) {
      throw new CheckpointException(
          "the checkpoint has schema " + schema + ", but this version of Jacquard knows " + SCHEMA);
    }
  }
}
