package jacquard.vm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The method behind a method reference: its receiver, owner, name and types.
 *
 * <p>Read from the reference's serialized form ({@link SerializedLambda}), which is never written
 * anywhere.
 *
 * @param receiver the component, or null for a static or unbound method or a lambda
 * @param owner the class that declares the method
 * @param name the method's name; {@code lambda$..} for a lambda
 * @param type its parameter and return types
 * @param kind how it is called, as in {@link MethodHandleInfo}
 */
public record Method(
    @Nullable Object receiver, Class<?> owner, String name, MethodType type, int kind) {

  /** The method behind a reference or lambda. */
  public static Method of(Fn fn) {
    if (fn instanceof MethodFn known) {
      return known.method();
    }
    SerializedLambda form = serializedForm(fn);
    ClassLoader loader = fn.getClass().getClassLoader();
    try {
      Class<?> owner = Class.forName(form.getImplClass().replace('/', '.'), false, loader);
      MethodType type =
          MethodType.fromMethodDescriptorString(form.getImplMethodSignature(), loader);
      int kind = form.getImplMethodKind();
      boolean bound = kind != MethodHandleInfo.REF_invokeStatic && form.getCapturedArgCount() > 0;
      Object receiver = bound ? form.getCapturedArg(0) : null;
      return new Method(receiver, owner, form.getImplMethodName(), type, kind);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the class of " + form.getImplMethodName() + " is gone", e);
    }
  }

  private static SerializedLambda serializedForm(Fn fn) {
    try {
      java.lang.reflect.Method replace = fn.getClass().getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      return (SerializedLambda) replace.invoke(fn);
    } catch (NoSuchMethodException e) {
      throw new ProgramException(
          fn.getClass().getName() + " is a class; give call() a method reference or a lambda");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read the method behind " + fn, e);
    }
  }

  /**
   * A method found again by what was saved of it.
   *
   * @param receiver the component, or null for a static or unbound method
   * @param owner the class that declares or inherits it
   * @throws ProgramException if the class has no such method
   */
  public static Method find(
      @Nullable Object receiver, Class<?> owner, String name, String descriptor, int kind) {
    List<java.lang.reflect.Method> methods = new ArrayList<>(List.of(owner.getDeclaredMethods()));
    methods.addAll(List.of(owner.getMethods()));
    for (java.lang.reflect.Method method : methods) {
      MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
      if (method.getName().equals(name) && type.toMethodDescriptorString().equals(descriptor)) {
        return new Method(receiver, owner, name, type, kind);
      }
    }
    throw new ProgramException(
        String.format(
            Locale.ROOT,
            "%s has no method %s%s; was the class changed since?",
            owner.getName(),
            name,
            descriptor));
  }

  /**
   * A way to call the method, the receiver bound.
   *
   * @throws ProgramException if it is of a kind that cannot be called this way
   */
  MethodHandle handle() {
    try {
      MethodHandles.Lookup lookup = lookup();
      MethodHandle handle =
          switch (kind) {
            case MethodHandleInfo.REF_invokeStatic -> lookup.findStatic(owner, name, type);
            case MethodHandleInfo.REF_invokeVirtual,
                MethodHandleInfo.REF_invokeInterface,
                MethodHandleInfo.REF_invokeSpecial ->
                lookup.findVirtual(owner, name, type);
            default -> throw new ProgramException(label(Names.NONE) + " is a constructor");
          };
      return receiver == null ? handle : handle.bindTo(receiver);
    } catch (ReflectiveOperationException e) {
      throw new ProgramException("cannot call " + label(Names.NONE) + ": " + e.getMessage());
    }
  }

  /** Sees all methods of classes that can be opened, such as components, else public ones. */
  private MethodHandles.Lookup lookup() {
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
    } catch (IllegalAccessException e) {
      return MethodHandles.publicLookup();
    }
  }

  /** Whether this is a lambda, which has no name of its own and cannot be saved. */
  public boolean isLambda() {
    return name.startsWith("lambda$");
  }

  /** Whether this is a constructor, which cannot be found again by its name. */
  public boolean isConstructor() {
    return name.equals("<init>");
  }

  /** The class the method is called on: the component's own, if there is one. */
  public Class<?> component() {
    return receiver == null ? owner : receiver.getClass();
  }

  /** Such as {@code kf.next}, or {@code KFold.next} when the component has no name. */
  public String label(Names names) {
    if (isLambda()) {
      return "lambda";
    }
    String owner = receiver == null ? null : names.of(receiver);
    return (owner == null ? className() : owner) + "." + (isConstructor() ? "new" : name);
  }

  /** The component's class; a class without a name of its own has its surroundings'. */
  private String className() {
    Class<?> type = component().isHidden() ? owner : component();
    String simple = type.getSimpleName();
    return simple.isEmpty()
        ? type.getName().substring(type.getName().lastIndexOf('.') + 1)
        : simple;
  }
}
