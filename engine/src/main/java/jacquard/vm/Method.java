package jacquard.vm;

import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * The method behind a method reference: its receiver, owner, name and parameter types.
 *
 * <p>Read from the reference's serialized form ({@link SerializedLambda}), which is never written
 * anywhere.
 *
 * @param receiver the component, or null for a static method or a lambda
 * @param owner the class that declares the method
 * @param name the method's name; {@code lambda$..} for a lambda
 * @param type its parameter and return types
 * @param bound the values a lambda captured, the receiver not counted
 */
public record Method(
    @Nullable Object receiver, Class<?> owner, String name, MethodType type, int bound) {

  /** The method behind a reference or lambda. */
  public static Method of(Fn fn) {
    SerializedLambda form = serializedForm(fn);
    ClassLoader loader = fn.getClass().getClassLoader();
    try {
      Class<?> owner = Class.forName(form.getImplClass().replace('/', '.'), false, loader);
      MethodType type =
          MethodType.fromMethodDescriptorString(form.getImplMethodSignature(), loader);
      boolean isInstance =
          form.getImplMethodKind() != java.lang.invoke.MethodHandleInfo.REF_invokeStatic;
      int captured = form.getCapturedArgCount();
      Object receiver = isInstance && captured > 0 ? form.getCapturedArg(0) : null;
      int bound = receiver == null ? captured : captured - 1;
      return new Method(receiver, owner, form.getImplMethodName(), type, bound);
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

  /** Whether this is a lambda, which has no name of its own and cannot be saved. */
  public boolean isLambda() {
    return name.startsWith("lambda$");
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
    return (owner == null ? className() : owner) + "." + (name.equals("<init>") ? "new" : name);
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
