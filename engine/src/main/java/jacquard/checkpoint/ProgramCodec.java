package jacquard.checkpoint;

import jacquard.vm.Buffer;
import jacquard.vm.Call;
import jacquard.vm.Choose;
import jacquard.vm.Construct;
import jacquard.vm.Count;
import jacquard.vm.Hook;
import jacquard.vm.Loop;
import jacquard.vm.Method;
import jacquard.vm.Node;
import jacquard.vm.Parallel;
import jacquard.vm.Paths;
import jacquard.vm.Repeat;
import jacquard.vm.Routine;
import jacquard.vm.SavePoint;
import jacquard.vm.Seq;
import jacquard.vm.Threaded;
import jacquard.vm.Weave;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The saved form of program trees: one row a node, children before parents. */
final class ProgramCodec {
  private record Place(Node node, String path) {}

  private ProgramCodec() {}

  /** Writes the rows of a tree; gives the row number of its root. */
  static int encode(
      Node root, Structure structure, IdentityHashMap<Node, Integer> ids, Encoder values) {
    ArrayDeque<Place> open = new ArrayDeque<>();
    open.push(new Place(root, "/"));
    while (!open.isEmpty()) {
      Place place = open.peek();
      int before = open.size();
      List<Node> children = place.node.children();
      if (!ids.containsKey(place.node)) {
        for (int i = children.size() - 1; i >= 0; i--) {
          if (!ids.containsKey(children.get(i))) {
            open.push(new Place(children.get(i), Paths.child(place.path, i)));
          }
        }
      }
      if (open.size() == before) {
        open.pop();
        if (!ids.containsKey(place.node)) {
          row(place, structure.add("nodes"), ids, values);
          ids.put(place.node, structure.table("nodes").size() - 1);
        }
      }
    }
    return java.util.Objects.requireNonNull(ids.get(root));
  }

  private static void row(
      Place place, Map<String, String> row, IdentityHashMap<Node, Integer> ids, Encoder values) {
    Node node = place.node;
    Construct construct = node.construct();
    row.put("construct", builtIn(construct) ? construct.word() : "routine");
    if (node.name() != null) {
      row.put("name", node.name());
    }
    if (node.unit() != null) {
      row.put("unit", node.unit());
    }
    details(construct, row, values, place.path);
    if (!node.hooks().isEmpty()) {
      List<SavedHook> hooks = node.hooks().stream().map(h -> SavedHook.of(h, place.path)).toList();
      row.put("hooks", values.token(hooks, place.path + ", its hooks"));
    }
    if (!node.children().isEmpty()) {
      List<String> children = new ArrayList<>();
      node.children().forEach(child -> children.add(String.valueOf(ids.get(child))));
      row.put("children", String.join(" ", children));
    }
  }

  /**
   * Writes what a construct has besides its children.
   *
   * @throws CheckpointException if it cannot be saved
   */
  static void details(Construct construct, Map<String, String> row, Encoder values, String path) {
    switch (construct) {
      case Call call -> call(call, row, values, path);
      case Buffer buffer -> count(buffer.count(), row, values, path);
      case Repeat repeat -> {
        if (!(repeat instanceof Seq) && !(repeat instanceof Loop)) {
          row.put("count", Long.toString(repeat.rounds()));
        }
      }
      case SavePoint savePoint -> row.put("label", savePoint.name());
      case Routine<?> routine -> {
        if (!builtIn(routine)) {
          row.put("routine", values.token(routine, path));
        }
      }
    }
  }

  private static boolean builtIn(Construct construct) {
    return construct instanceof Call
        || construct instanceof Repeat
        || construct instanceof Choose
        || construct instanceof Threaded
        || construct instanceof Buffer
        || construct instanceof SavePoint;
  }

  private static void call(Call call, Map<String, String> row, Encoder values, String path) {
    if (call.name() != null) {
      row.put("label", String.valueOf(Token.scalar(call.name())));
    }
    if (call.method().isLambda()) {
      throw lambda(path + " (call " + call.detail(c -> null) + ")");
    }
    method(call.method(), row, values, path);
  }

  private static void count(Count count, Map<String, String> row, Encoder values, String path) {
    switch (count) {
      case Count.Fixed fixed -> row.put("count", Long.toString(fixed.value()));
      case Count.Supplied supplied -> method(supplied.method(), row, values, path);
    }
  }

  private static void method(Method method, Map<String, String> row, Encoder values, String place) {
    if (method.isLambda()) {
      throw lambda(place);
    }
    Object receiver = method.receiver();
    row.put("receiver", values.receiver(receiver, place));
    if (receiver == null || receiver.getClass() != method.owner()) {
      row.put("owner", method.owner().getName());
    }
    row.put("method", method.name());
    row.put("descriptor", method.type().toMethodDescriptorString());
    row.put("kind", Integer.toString(method.kind()));
  }

  static CheckpointException lambda(String place) {
    return new CheckpointException(
        place
            + " is a lambda, which cannot be saved; write a method of a component and call it by"
            + " reference, such as call(kf::next)");
  }

  /** Reads all nodes, in the order of their rows. */
  static List<Node> decode(Structure structure, Types types, Decoder values) {
    List<Node> nodes = new ArrayList<>();
    for (Map<String, String> row : structure.table("nodes")) {
      List<Node> children = new ArrayList<>();
      String ids = row.getOrDefault("children", "");
      for (String id : ids.isEmpty() ? new String[0] : ids.split(" ", -1)) {
        children.add(nodes.get(Token.index("n:" + id, nodes.size())));
      }
      Node node = Node.of(construct(row, types, values), children);
      node = row.containsKey("name") ? node.named(Structure.get(row, "name")) : node;
      node = row.containsKey("unit") ? node.counting(Structure.get(row, "unit")) : node;
      nodes.add(row.containsKey("hooks") ? node.withHooks(hooks(row, types, values)) : node);
    }
    return nodes;
  }

  private static List<Hook> hooks(Map<String, String> row, Types types, Decoder values) {
    List<Hook> hooks = new ArrayList<>();
    for (Object saved : values.required(Structure.get(row, "hooks"), List.class)) {
      if (!(saved instanceof SavedHook hook)) {
        throw new CheckpointException("a node's hooks are something else: " + saved);
      }
      hooks.add(hook.restored(types));
    }
    return hooks;
  }

  private static Construct construct(Map<String, String> row, Types types, Decoder values) {
    String word = Structure.get(row, "construct");
    return switch (word) {
      case "call" -> Call.of(method(row, types, values), label(row));
      case "seq" -> new Seq();
      case "repeat" -> new Repeat(Long.parseLong(Structure.get(row, "count")));
      case "loop" -> new Loop();
      case "choose" -> new Choose();
      case "weave" -> new Weave();
      case "parallel" -> new Parallel();
      case "buffer" ->
          new Buffer(
              row.containsKey("count")
                  ? Count.of(Long.parseLong(Structure.get(row, "count")))
                  : Count.of(method(row, types, values)));
      case "checkpoint" -> new SavePoint(Structure.get(row, "label"));
      case "routine" -> values.required(Structure.get(row, "routine"), Routine.class);
      default -> throw new CheckpointException("no construct is called " + word);
    };
  }

  private static @Nullable String label(Map<String, String> row) {
    return row.containsKey("label") ? (String) Token.value(Structure.get(row, "label")) : null;
  }

  private static Method method(Map<String, String> row, Types types, Decoder values) {
    Object receiver = values.value(Structure.get(row, "receiver"));
    return Renames.method(
        receiver,
        owner(receiver, row.get("owner"), types),
        Structure.get(row, "method"),
        Structure.get(row, "descriptor"),
        (int) Structure.number(row, "kind"));
  }

  /** The class that declares a called method, by its name if it is not the receiver's own. */
  static Class<?> owner(@Nullable Object receiver, @Nullable String name, Types types) {
    if (receiver == null) {
      return registered(String.valueOf(name), types);
    }
    return name == null ? receiver.getClass() : supertype(receiver.getClass(), name);
  }

  private static Class<?> registered(String name, Types types) {
    Class<?> type = types.named(name);
    if (type == null) {
      throw new CheckpointException(
          "a call names " + name + ", which is not a registered class (see @Formerly)");
    }
    return type;
  }

  /** The class of that name among a component's class and what it extends and implements. */
  private static Class<?> supertype(Class<?> type, String name) {
    ArrayDeque<Class<?>> open = new ArrayDeque<>(List.of(type));
    while (!open.isEmpty()) {
      Class<?> c = open.pop();
      if (Renames.isNamed(c, name)) {
        return c;
      }
      if (c.getSuperclass() != null) {
        open.push(c.getSuperclass());
      }
      open.addAll(List.of(c.getInterfaces()));
    }
    throw new CheckpointException(
        "a call names " + name + ", which " + type.getName() + " does not extend or implement");
  }
}
