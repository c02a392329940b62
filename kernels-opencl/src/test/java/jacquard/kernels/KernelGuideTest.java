package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide to kernels shows what the sources say. */
class KernelGuideTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```(?:java|c)\\n(.*?)```");

  @Test
  void everyBlockIsInASource() throws IOException {
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(Path.of("docs/KERNELS.md")))
            .results()
            .map((MatchResult block) -> block.group(1).strip())
            .toList();
    assertTrue(blocks.size() >= 7, blocks::toString);
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.(java|cl)")).toList()) {
        sources.append(Files.readString(file));
      }
    }
    for (String block : blocks) {
      assertTrue(sources.indexOf(block) >= 0, () -> "in no source: " + block);
    }
  }
}
