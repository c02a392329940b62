package jacquard.vm;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task's reified locals: everything its body must remember across a suspension.
 *
 * <p>Subclasses declare the locals as fields with their initial values. A body re-entered from the
 * top with this frame must reach the suspension point it waits at without side effects; see {@link
 * Routine}.
 */
public abstract class Frame implements Cloneable {
  /** The values the task was entered with; a body may put its current values here instead. */
  protected Args args = Args.EMPTY;

  /** What the task was entered with, for the hooks after it; null when there are none. */
  @Nullable Args entered;

  /** Whom the task shall answer; null while nobody waits for it. */
  @Nullable Task replyTo;

  /** Whether the body is suspended: for a child's reply, its own next turn, or its next entry. */
  boolean waiting;

  /** What the body sent when it suspended, to compare with what it sends when re-entered. */
  @Nullable Sent sent;

  /** The values the task was entered with, or those its body works on now. */
  public final Args args() {
    return args;
  }

  /** What the task was entered with, if a hook after it wants to know; else null. */
  public final @Nullable Args entered() {
    return entered;
  }

  /**
   * Puts every local back to its initial value so that this frame can serve the next execution.
   *
   * @return false, the default, when the frame cannot be used again and a fresh one is needed
   */
  protected boolean reset() {
    return false;
  }

  /** The locals by name, in order of declaration, {@code args} first. */
  public final Map<String, @Nullable Object> locals() {
    Map<String, @Nullable Object> locals = new LinkedHashMap<>();
    locals.put("args", args);
    for (Field field : fields(getClass())) {
      locals.put(field.getName(), read(field));
    }
    return locals;
  }

  /**
   * The fields that are locals of a frame class, superclasses first.
   *
   * <p>Static and transient fields are not locals.
   */
  public static List<Field> fields(Class<? extends Frame> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> c = type; c != null && c != Frame.class; c = c.getSuperclass()) {
      List<Field> own = new ArrayList<>();
      for (Field field : c.getDeclaredFields()) {
        if (!field.isSynthetic()
            && !Modifier.isStatic(field.getModifiers())
            && !Modifier.isTransient(field.getModifiers())) {
          field.setAccessible(true);
          own.add(field);
        }
      }
      fields.addAll(0, own);
    }
    return fields;
  }

  private @Nullable Object read(Field field) {
    try {
      return field.get(this);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A shallow copy: locals are copied, the objects they refer to are shared. */
  final Frame copy() {
    try {
      return (Frame) clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The name of a local whose value differs from an earlier copy's, or null when none does. One
   * that was sent may have been changed in place since.
   */
  final @Nullable String changedSince(Frame earlier) {
    Map<String, @Nullable Object> before = earlier.locals();
    for (Map.Entry<String, @Nullable Object> local : locals().entrySet()) {
      Object was = before.get(local.getKey());
      Object is = local.getValue();
      boolean changed = !Objects.deepEquals(is, was);
      if (changed && (earlier.sent == null || earlier.sent.differs(was, is))) {
        return String.format(
            Locale.ROOT,
            "%s from %s to %s",
            local.getKey(),
            before.get(local.getKey()),
            local.getValue());
      }
    }
    return null;
  }
}
