package jacquard.kernels.bench;

import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Whole processes up to their first kernel; all but the first find it compiled. */
@State(Scope.Benchmark)
public class StartBench {
  /** The kernel. */
  @Param("affine 10x784x500")
  public String kernel = "";

  /** Starts one and waits for its end. */
  @Benchmark
  public void process() throws IOException, InterruptedException {
    List<String> command =
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            FirstKernel.class.getName());
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("ended with " + exit + ": " + String.join(" ", command));
    }
  }
}
