package jacquard.data;

import static jacquard.learn.Rbm.Visible.BERNOULLI;
import static jacquard.learn.Rbm.Visible.GAUSSIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.kernels.Seed;
import jacquard.learn.Rbm;
import jacquard.learn.RbmSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the module's README, compiled and run here: it is the same text. */
final class ReadmeJavaTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void theTextIsTheSame() throws IOException {
    String here =
        squeezed(Files.readString(Path.of("src/test/java/jacquard/data/ReadmeJavaTest.java")));
    List<String> blocks =
        Pattern.compile("(?s)```java\\n(.*?)```")
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertEquals(3, blocks.size());
    for (String block : blocks) {
      assertTrue(here.contains(squeezed(block)), block);
    }
  }

  /** Without remarks and blanks, at which lines may be broken otherwise. */
  private static String squeezed(String java) {
    return java.replaceAll("//[^\"\\n]*", "").replaceAll("\\s+", "");
  }

  @Test
  void layersOfOneRunDrawDifferentNumbers() {
    Kernels kernels = new JavaKernels();
    Rates rates = new Rates(0.1f, 0.5f, 0f);
    Seed run = Seed.of(1);
    Rbm layer1 =
        new Rbm(kernels, RbmSettings.of(64, 200, GAUSSIAN, rates, run.child("layer1").key()));
    Rbm layer2 =
        new Rbm(kernels, RbmSettings.of(200, 300, BERNOULLI, rates, run.child("layer2").key()));
    assertNotEquals(layer1.weights()[0], layer2.weights()[0]);
  }

  @Test
  void aTestSetIsReadLikeItsTrainingSet() throws IOException {
    Path trainFile = Files.writeString(directory.resolve("train.csv"), "h,w,y\n1,2,cat\n3,4,dog\n");
    Path testFile = Files.writeString(directory.resolve("test.csv"), "w,h,y\n6,5,dog\n");
    CsvSettings settings = CsvSettings.plain().withHeader().withTextLabels();
    Dataset train = CsvReader.read(trainFile, settings);
    Dataset test = CsvReader.readLike(testFile, train);
    assertEquals(new Sample(new float[] {5, 6}, 1), test.sample(0));
  }

  @Test
  void whatIsLargeIsWrittenAndMapped() throws IOException {
    Path file = Files.writeString(directory.resolve("d.csv"), "h,y\n1,0\n3,1\n5,1\n");
    Path values = directory.resolve("x.npy");
    Path labels = directory.resolve("y.npy");
    long seed = 1;
    MappedDataset data;
    try (RowReader rows = CsvReader.open(file, CsvSettings.plain().withHeader())) {
      data = MappedDataset.write(rows, values, labels);
    }
    Minibatches batches = Minibatches.shuffled(data, 100, seed);
    assertEquals(3, batches.next().rows());
    assertEquals(List.of("h"), MappedDataset.open(values, labels).columnNames());
  }
}
