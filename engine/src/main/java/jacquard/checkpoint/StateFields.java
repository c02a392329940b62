package jacquard.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields that the {@code state} method of a class reads or sets, itself or in what it calls, as
 * its compiled code says.
 *
 * <p>Every call that can be followed is: of the class's own methods as they are overridden, of
 * other classes' methods, of lambdas, and of all methods of objects of its own nest that are made.
 * What cannot be followed and might reach a field (reflection, a handle, an interface that is given
 * the object) makes everything count as read.
 */
final class StateFields {
  private static final String STATE = "(Ljacquard/checkpoint/State;)V";
  private static final int MOST_METHODS = 3000;

  private record Call(Class<?> from, String name, String type) {}

  private final Class<?> type;
  private final Set<String> read = new HashSet<>();
  private final Set<String> set = new HashSet<>();
  private final Set<Call> seen = new HashSet<>();
  private final ArrayDeque<Call> open = new ArrayDeque<>();
  private final Map<Class<?>, @Nullable ClassModel> models = new HashMap<>();
  private boolean isUnclear;
  private boolean callsInherited;
  private boolean followsAllMade;

  private StateFields(Class<?> type) {
    this.type = type;
  }

  /** What the code of a class says. */
  static StateFields of(Class<?> type) {
    StateFields fields = new StateFields(type);
    fields.call(type, "state", STATE);
    while (!fields.open.isEmpty() && !fields.isUnclear) {
      fields.follow(fields.open.pop());
    }
    return fields;
  }

  /** Whether a field is read or set, or may be. */
  boolean visits(java.lang.reflect.Field field) {
    return isUnclear || read.contains(key(field)) || sets(field);
  }

  /** Whether a field is set, or may be. */
  boolean sets(java.lang.reflect.Field field) {
    return isUnclear || set.contains(key(field));
  }

  /** Whether a method that the class inherits from the JDK is called, or may be. */
  boolean callsInherited() {
    return isUnclear || callsInherited;
  }

  private static String key(java.lang.reflect.Field field) {
    return field.getDeclaringClass().getName() + "." + field.getName();
  }

  private void call(Class<?> from, String name, String descriptor) {
    Call call = new Call(from, name, descriptor);
    if (seen.add(call)) {
      open.push(call);
      isUnclear |= seen.size() > MOST_METHODS;
    }
  }

  private void follow(Call call) {
    ArrayDeque<Class<?>> line = new ArrayDeque<>();
    for (Class<?> c = call.from; c != null; c = c.getSuperclass()) {
      line.add(c);
    }
    for (Class<?> c = call.from; c != null; c = c.getSuperclass()) {
      line.addAll(java.util.List.of(c.getInterfaces()));
    }
    boolean isAnyones = false;
    while (!line.isEmpty()) {
      Class<?> c = line.pop();
      if (isForeign(c)) {
        callsInherited |= c != Object.class && c.isAssignableFrom(type);
        isAnyones |= isFunction(c);
      } else {
        ClassModel model = models.computeIfAbsent(c, StateFields::model);
        MethodModel method = model == null ? null : method(model, call);
        isUnclear |= model == null;
        if (method != null && method.code().isPresent()) {
          method.code().get().forEach(this::element);
          return;
        }
        isAnyones |= method != null && mayBeAnyones(c);
      }
      if (c.isInterface()) {
        line.addAll(java.util.List.of(c.getInterfaces()));
      }
    }
    if (isAnyones) {
      madeBefore();
    }
  }

  /** The body that is called may be any lambda or inner class that the class ever makes. */
  private void madeBefore() {
    if (!followsAllMade) {
      followsAllMade = true;
      for (Class<?> c = type; c != null && !isForeign(c); c = c.getSuperclass()) {
        ClassModel model = models.computeIfAbsent(c, StateFields::model);
        isUnclear |= model == null;
        if (model != null) {
          model.methods().forEach(m -> m.code().ifPresent(code -> code.forEach(this::maker)));
        }
      }
    }
  }

  private static @Nullable MethodModel method(ClassModel model, Call call) {
    for (MethodModel method : model.methods()) {
      if (method.methodName().equalsString(call.name)
          && method.methodType().equalsString(call.type)) {
        return method;
      }
    }
    return null;
  }

  /** Interfaces of the JDK whose only use is to call what others wrote. */
  private static boolean isFunction(Class<?> c) {
    return c.isInterface()
        && (c.getPackageName().equals("java.util.function")
            || c == Runnable.class
            || c == java.util.concurrent.Callable.class);
  }

  /** Whether an abstract method of this class may have a body in the class whose state it is. */
  private static boolean mayBeAnyones(Class<?> c) {
    return c == Stateful.class || !c.getName().startsWith("jacquard.");
  }

  private static @Nullable ClassModel model(Class<?> type) {
    String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return in == null || type.isHidden() ? null : ClassFile.of().parse(in.readAllBytes());
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Classes that are not looked into: they know nothing of the fields of others. */
  private static boolean isForeign(Class<?> c) {
    return c.getName().startsWith("java.") || c.getName().startsWith("jdk.");
  }

  private void element(CodeElement element) {
    switch (element) {
      case FieldInstruction field -> field(field);
      case InvokeInstruction invoke -> invoke(invoke);
      default -> maker(element);
    }
  }

  /** Lambdas and objects that are made. */
  private void maker(CodeElement element) {
    switch (element) {
      case InvokeDynamicInstruction dynamic -> {
        for (ConstantDesc argument : dynamic.bootstrapArgs()) {
          if (argument instanceof DirectMethodHandleDesc method) {
            called(
                method.owner().descriptorString(),
                method.methodName(),
                method.lookupDescriptor(),
                true);
          }
        }
      }
      case NewObjectInstruction made -> made(made.className().asInternalName());
      default -> {}
    }
  }

  private void field(FieldInstruction field) {
    boolean isSet = field.opcode().name().startsWith("PUT");
    String name = field.name().stringValue();
    Class<?> owner = named(field.owner().asInternalName());
    for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
      (isSet ? set : read).add(c.getName() + "." + name);
    }
  }

  private void invoke(InvokeInstruction invoke) {
    boolean isVirtual = invoke.opcode().name().startsWith("INVOKEVIRTUAL");
    isVirtual |= invoke.opcode().name().startsWith("INVOKEINTERFACE");
    called(
        "L" + invoke.owner().asInternalName() + ";",
        invoke.name().stringValue(),
        invoke.type().stringValue(),
        !isVirtual);
  }

  private void called(String owner, String name, String descriptor, boolean exactly) {
    if (!owner.startsWith("L")) {
      return; // a method of arrays
    }
    Class<?> from = named(owner.substring(1, owner.length() - 1));
    if (from == null || isReflection(from.getName())) {
      isUnclear = true;
    } else if (from.isAssignableFrom(type) && from != Object.class) {
      call(from, name, descriptor);
      call(exactly ? from : type, name, descriptor); // it may be private, or overridden
    } else if (isForeign(from)) {
      callsInherited |= takesObject(descriptor);
      if (!exactly && isFunction(from)) {
        madeBefore();
      }
    } else {
      isUnclear |=
          from.isInterface()
              && !from.getName().equals(State.class.getName())
              && takesObject(descriptor);
      call(from, name, descriptor);
    }
  }

  private static boolean isReflection(String name) {
    return name.startsWith("java.lang.reflect.Field")
        || name.startsWith("java.lang.invoke.VarHandle")
        || name.startsWith("java.lang.invoke.MethodHandle")
        || name.endsWith(".Unsafe");
  }

  /** Whether a parameter can be the object whose state it is, and is not anything. */
  private boolean takesObject(String descriptor) {
    for (String part : descriptor.substring(1, descriptor.indexOf(')')).split(";", -1)) {
      int start = part.indexOf('L');
      Class<?> parameter = start < 0 ? null : named(part.substring(start + 1));
      if (parameter != null && parameter != Object.class && parameter.isAssignableFrom(type)) {
        return true;
      }
    }
    return false;
  }

  /** Objects of one nest see one another's private fields: all methods of those made are called. */
  private void made(String internalName) {
    Class<?> c = named(internalName);
    if (c == null || c == type || c.getNestHost() != type.getNestHost()) {
      return;
    }
    ClassModel model = models.computeIfAbsent(c, StateFields::model);
    if (model != null) {
      for (MethodModel method : model.methods()) {
        call(c, method.methodName().stringValue(), method.methodType().stringValue());
      }
    }
  }

  private @Nullable Class<?> named(String internalName) {
    try {
      return Class.forName(internalName.replace('/', '.'), false, type.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
