package jacquard.examples;

import jacquard.kernels.opencl.Device;
import jacquard.kernels.opencl.Devices;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that lists what runs can compute on. */
@Command(
    name = "devices",
    description = "Lists what --backend and --device can choose from.",
    mixinStandardHelpOptions = true)
final class DevicesCommand implements Runnable {
  @Option(names = "--json", description = "Print an object of JSON a line.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      out.println(Backends.devices());
      return;
    }
    for (Device device : Devices.list()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("backend", "opencl");
      line.put("device", device.index());
      line.put("name", device.name());
      line.put("type", device.type());
      line.put("units", device.units());
      line.put("memory", device.memory());
      line.put("driver", device.driver());
      line.put("version", device.version().strip());
      out.println(JsonOutput.line(line));
    }
    out.println(JsonOutput.line(Map.of("backend", "java")));
  }
}
