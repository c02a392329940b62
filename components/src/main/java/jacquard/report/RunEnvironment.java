package jacquard.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a session runs on: the versions of Jacquard and Java, the system, and what it is given. */
final class RunEnvironment {
  private RunEnvironment() {}

  static Map<String, String> with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>();
    String version = RunSession.class.getPackage().getImplementationVersion();
    all.put("jacquard", version == null ? "from classes, without a version" : version);
    all.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    all.put(
        "system",
        String.format(
            Locale.ROOT,
            "%s %s, %s, %d processors",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors()));
    all.putAll(more);
    return all;
  }
}
