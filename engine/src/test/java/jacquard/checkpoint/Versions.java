package jacquard.checkpoint;

import jacquard.experiment.Experiment;
import jacquard.vm.Node;
import jacquard.vm.Vm;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Two versions of classes of the same names, compiled while testing: what the old ones save, the
 * new ones load.
 */
final class Versions {
  private static final String IMPORTS =
      """
      import jacquard.checkpoint.*;
      import jacquard.program.Programs;
      import jacquard.vm.*;
      import java.util.*;
      """;

  private final ClassLoader old;
  private final ClassLoader now;
  private final Path file;

  /**
   * Compiles both.
   *
   * @param before sources by the full name of their class, without package and imports
   * @param after the same of the new version
   */
  Versions(Path directory, Map<String, String> before, Map<String, String> after) {
    this.file = directory.resolve("saved.jqd");
    this.old = compiled(directory.resolve("old"), before);
    this.now = compiled(directory.resolve("new"), after);
  }

  private static ClassLoader compiled(Path directory, Map<String, String> sources) {
    try {
      List<String> files = new ArrayList<>();
      for (Map.Entry<String, String> source : sources.entrySet()) {
        Path path = directory.resolve("src/" + source.getKey().replace('.', '/') + ".java");
        Files.createDirectories(path.getParent());
        int end = source.getKey().lastIndexOf('.');
        String head = "package " + source.getKey().substring(0, end) + ";\n" + IMPORTS;
        Files.writeString(path, head + source.getValue());
        files.add(path.toString());
      }
      Path classes = Files.createDirectories(directory.resolve("classes"));
      compile(files, classes);
      URL[] urls = {classes.toUri().toURL()};
      return new URLClassLoader(urls, Versions.class.getClassLoader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(List<String> files, Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of("-d", classes.toString(), "-g", "-nowarn", "-proc:none", "-classpath", classPath());
    StringWriter said = new StringWriter();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var units = manager.getJavaFileObjects(files.toArray(new String[0]));
      if (!compiler.getTask(said, manager, null, options, null, units).call()) {
        throw new IllegalStateException(said.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** The component of a class, made by its constructor. */
  private static Object make(ClassLoader version, String name) {
    try {
      Constructor<?> constructor = version.loadClass(name).getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A class and its members that can be registered. */
  private static List<Class<?>> types(ClassLoader version, String name) {
    try {
      Class<?> type = version.loadClass(name);
      List<Class<?>> types = new ArrayList<>(List.of(type));
      Arrays.stream(type.getDeclaredClasses()).filter(Versions::isSaved).forEach(types::add);
      return types;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isSaved(Class<?> type) {
    return type.isEnum()
        || type.isRecord()
        || Stateful.class.isAssignableFrom(type)
        || jacquard.vm.Routine.class.isAssignableFrom(type)
        || type.getSimpleName().startsWith("Static");
  }

  /** Saves a component {@code m} of a class of old, and its {@code program()}, after some steps. */
  void save(String name, long steps) {
    Object m = make(old, name);
    Experiment experiment =
        new Experiment().types(types(old, name).toArray(new Class<?>[0])).component("m", m);
    Node program = program(m);
    if (program != null) {
      experiment.program("main", program);
      experiment.start("main").run(steps);
    }
    experiment.save(file);
  }

  private static Node program(Object m) {
    for (Method method : m.getClass().getDeclaredMethods()) {
      if (method.getName().equals("program")) {
        try {
          method.setAccessible(true);
          return (Node) method.invoke(m);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return jacquard.program.Programs.seq();
  }

  /** What the file holds, loaded with classes of now. */
  Experiment load(String... names) {
    List<Class<?>> types = new ArrayList<>();
    for (String name : names) {
      types.addAll(types(now, name));
    }
    return Experiment.load(file, types.toArray(new Class<?>[0]));
  }

  /** Saves and loads; the component as text. */
  String loaded(String name) {
    save(name, 0);
    return load(name).component("m", Object.class).toString();
  }

  /** Saves after some steps, loads and takes the run to its end; its result as text. */
  String result(String name, long steps) {
    save(name, steps);
    Vm run = load(name).run("main");
    return run.run().toString();
  }
}
