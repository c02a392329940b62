package jacquard.vm;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether this JVM lets us use its continuations, found out without touching {@link Coroutine},
 * which cannot be linked where it does not.
 */
final class Continuations {
  private static final String PACKAGE = "jdk.internal.vm";
  private static final boolean THERE =
      Object.class.getModule().isExported(PACKAGE, Continuations.class.getModule());

  private Continuations() {}

  /** Whether they may be used. */
  static boolean areThere() {
    return THERE;
  }

  /**
   * Looks for what cannot run without them.
   *
   * @throws ProgramException naming the first such place and the option to start Java with
   */
  static void requireFor(Node program) {
    Node needing = THERE ? null : needing(program);
    if (needing != null) {
      Module own = Continuations.class.getModule();
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "%s needs a continuation of the JVM: start Java with --add-exports"
                  + " java.base/%s=%s (in an IDE among the VM options, for a jar in its manifest as"
                  + " Add-Exports: java.base/%s)",
              needing.label(Names.NONE),
              PACKAGE,
              own.isNamed() ? own.getName() : "ALL-UNNAMED",
              PACKAGE));
    }
  }

  private static @Nullable Node needing(Node program) {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<Node> open = new ArrayDeque<>(List.of(program));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (seen.add(node)) {
        if (node.construct() instanceof Routine<?> routine
            && !(routine instanceof ControlFlow<?> construct && construct.runsInPlace())) {
          return node;
        }
        node.children().reversed().forEach(open::push);
      }
    }
    return null;
  }
}
