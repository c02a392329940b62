package jacquard.kernels.bench;

import java.util.Locale;
import org.openjdk.jmh.results.RunResult;

/** A part of the benchmark, which the peers know by its name in lower case. */
enum Part {
  GEMM(ProductBench.class, "sgemm", "sgemm %s"),
  CD1(ContrastiveBench.class, "batch", "CD-1 step batch %s 784x500"),
  ELEMENTS(ElementsBench.class, "kernel", "%s 20000x784"),
  START(StartBench.class, "kernel", "start to %s");

  private final Class<?> benchmark;
  private final String parameter;
  private final String row;

  Part(Class<?> benchmark, String parameter, String row) {
    this.benchmark = benchmark;
    this.parameter = parameter;
    this.row = row;
  }

  String include() {
    return benchmark.getName() + "\\.";
  }

  /** What a result is of; the peers' rows end alike. */
  String row(RunResult result) {
    return String.format(Locale.ROOT, row, result.getParams().getParam(parameter));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
