package jacquard.vm;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The compiled code of a guarded body, read to tell while loading that the body cannot come to the
 * point it waited at, rather than when it is entered next.
 *
 * <p>A place is one of {@link Coroutine#suspendedAt}. There must still be a call at its bytecode
 * index; a statement put in before it moves the call. What cannot be read is not judged.
 */
final class BodyCode {
  private static final String TASK = Task.class.getName().replace('.', '/');

  private BodyCode() {}

  /**
   * Compares saved places with the classes of now.
   *
   * @throws ProgramException if a body has no call where it waited
   */
  static void requirePlaces(Task task, List<String> places) {
    ClassLoader loader = task.node().construct().getClass().getClassLoader();
    for (int i = 0; i < places.size(); i++) {
      String place = places.get(i);
      int colon = place.lastIndexOf(':');
      int dot = place.lastIndexOf('.', Math.max(0, colon));
      byte[] file = dot < 0 ? null : read(loader, place.substring(0, dot));
      if (file == null) {
        continue;
      }
      String method = place.substring(dot + 1, colon);
      if (!calls(file, method, place.substring(colon + 1), i == 0)) {
        throw new ProgramException(
            String.format(
                Locale.ROOT,
                "%s waited in %s.%s, at bytecode index %s, where the class of now calls nothing:"
                    + " its code was changed since the checkpoint was saved; resume with the class"
                    + " that saved it",
                task,
                place.substring(0, dot),
                method,
                place.substring(colon + 1)));
      }
    }
  }

  private static byte @Nullable [] read(@Nullable ClassLoader loader, String name) {
    String resource = name.replace('.', '/') + ".class";
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(resource)
            : loader.getResourceAsStream(resource)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean calls(byte[] file, String method, String index, boolean isInnermost) {
    try {
      for (MethodModel model : ClassFile.of().parse(file).methods()) {
        if (model.methodName().equalsString(method) && model.code().isPresent()) {
          if (calls(model.code().get(), Integer.parseInt(index), isInnermost)) {
            return true;
          }
        }
      }
      return false;
    } catch (IllegalArgumentException e) { // another format of class files, or a forged place
      return true;
    }
  }

  private static boolean calls(Iterable<CodeElement> code, int index, boolean isInnermost) {
    int at = 0;
    for (CodeElement element : code) {
      if (element instanceof Instruction instruction) {
        if (at == index) {
          return isInnermost ? suspends(instruction) : isCall(instruction);
        }
        at += instruction.sizeInBytes();
      }
    }
    return false;
  }

  private static boolean isCall(Instruction instruction) {
    return instruction instanceof InvokeInstruction
        || instruction instanceof InvokeDynamicInstruction;
  }

  /** Whether it calls a task, as far as that shows. */
  private static boolean suspends(Instruction instruction) {
    return instruction instanceof InvokeInstruction call
        && (call.owner().asInternalName().equals(TASK)
            || call.owner().asInternalName().startsWith("java/"));
  }
}
