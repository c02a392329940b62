package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Hooks put in, kept and taken away on the command line, and what they leave behind. */
class HookingTest {
  private static final String EXAMPLE = "kfold-digits";

  @TempDir private Path directory = Path.of("");

  private int code;
  private String errors = "";

  private String run(String... args) {
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new Main());
    RunCommand.add(line, new KFoldDigits(2, 4));
    line.addSubcommand(new Show()).addSubcommand(new Plot());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (e, command, result) -> {
          out.write("error: " + e.getMessage() + "\n");
          return 1;
        });
    line.setOut(new PrintWriter(out, true));
    StringWriter err = new StringWriter();
    line.setErr(new PrintWriter(err, true));
    Stream<String> backend = args[0].equals(EXAMPLE) ? Stream.of("--backend", "java") : Stream.of();
    code = line.execute(Stream.concat(Stream.of(args), backend).toArray(String[]::new));
    errors = err.toString();
    return out.toString();
  }

  private static List<String> lines(String output, String with) {
    return output.lines().filter(line -> line.contains(with)).toList();
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void hooksAreToldInTheOrderTheyWereGiven() {
    String output =
        run(
            EXAMPLE,
            "--quiet",
            "--hook",
            "after(layer2.cd1Update).every(2): print(layer2.weightNorm)",
            "--hook",
            "after(layer2.cd1Update).every(4): print(step)");
    List<String> told = lines(output, "train_layer2, round");
    assertEquals(6, told.size(), output);
    assertTrue(told.get(0).startsWith("fold 1 of 2, train_layer2, round 2 of 4: layer2.w"));
    assertTrue(told.get(1).startsWith("fold 1 of 2, train_layer2, round 4 of 4: layer2.w"));
    assertTrue(told.get(2).startsWith("fold 1 of 2, train_layer2, round 4 of 4: step"));
    assertTrue(told.get(5).startsWith("fold 2 of 2, train_layer2, round 4 of 4: step"));
    String plain = run(EXAMPLE, "--quiet");
    assertEquals(
        plain,
        String.join("\n", lines(output, "").subList(6, output.lines().toList().size())) + "\n");
  }

  @Test
  void hooksAreKeptInACheckpointUntilTheyAreTakenAway() {
    String hook = "after(layer2.cd1Update).every(3): print(layer2.weightNorm)";
    String whole = run(EXAMPLE, "--quiet", "--hook", hook);
    String begin = run(EXAMPLE, "--hook", hook, "--steps", "2600", "--save", file("ck"));
    assertTrue(begin.contains("call layer2.cd1Update  ->  after.every(3): print("), begin);
    String shown = run("show", file("ck"), "--print", "plain");
    assertTrue(shown.contains("[after.every(3): print(layer2.weightNorm)]"), shown);
    String end = run(EXAMPLE, "--quiet", "--resume", file("ck"));
    assertEquals(
        lines(whole, "weightNorm"),
        Stream.concat(
                lines(begin, ": layer2.weightNorm").stream(), lines(end, "weightNorm").stream())
            .toList());
    String without = run(EXAMPLE, "--quiet", "--resume", file("ck"), "--unhook");
    assertFalse(without.contains("weightNorm"), without);
    String other =
        run(EXAMPLE, "--quiet", "--resume", file("ck"), "--unhook", "--hook", "before(/): print");
    assertFalse(other.contains("weightNorm"), other);
    assertEquals(0, code);
  }

  @Test
  void unhookingWhatHasNoHooksIsNoError() {
    run(EXAMPLE, "--steps", "10", "--save", file("ck"));
    String output = run(EXAMPLE, "--resume", file("ck"), "--unhook", "--steps", "11");
    assertEquals(0, code);
    assertTrue(output.contains("paused after 11 steps"), output);
  }

  @Test
  void aProgramFileCanHaveHooks() throws IOException {
    String hook = "after(layer2.cd1Update).every(2): print(step)";
    String hooked = run(EXAMPLE, "--quiet", "--hook", hook);
    String text = run(EXAMPLE, "--quiet", "--print=plain", "--hook", hook);
    assertTrue(text.contains("call layer2.cd1Update [after.every(2): print(step)]\n"), text);
    Path file = Files.writeString(directory.resolve("program.txt"), text);
    assertEquals(hooked, run(EXAMPLE, "--quiet", "--program", file.toString()));
  }

  @Test
  void whatIsWrongIsToldWithAdviceForTheShell() {
    String output = run(EXAMPLE, "--hook", "after(layer1.cdUpdate): print");
    assertEquals(1, code);
    assertTrue(
        output.startsWith(
            "error: nothing in the program matches layer1.cdUpdate; near names are"
                + " layer1.cd1Update, "),
        output);
    assertTrue(output.endsWith(". Without --hook, --print shows all names and paths\n"), output);
    output = run(EXAMPLE, "--hook", "after(layer1.cd1Update) print");
    assertEquals(1, code);
    assertTrue(output.startsWith("error: in a hook, column 25: ':' is expected\n"), output);
    output = run(EXAMPLE, "--hook", "after(layer1.cd1Update): print(layer9.weightNorm)");
    assertTrue(output.contains("there is no component layer9"), output);
    assertEquals(1, code);
  }

  @Test
  void aHookThatThrowsStopsTheRunUnlessItIsLenient() {
    String early = ": print(pca.variances)"; // which it has not found yet
    String output = run(EXAMPLE, "--quiet", "--hook", "before(pca.analyze)" + early);
    assertEquals(1, code);
    assertTrue(output.contains("pca has seen no data"), output);
    run(EXAMPLE, "--quiet", "--hook", "before(pca.analyze).lenient" + early);
    assertEquals(0, code);
  }

  @Test
  void aCheckpointCanBeAskedFor() throws IOException {
    run(EXAMPLE, "--hook", "after(pca.analyze): checkpoint(here)", "--save", file("ck"));
    assertEquals(0, code);
    try (Stream<Path> files = Files.list(directory.resolve("ck"))) {
      assertTrue(files.count() >= 2);
    }
  }

  @Test
  void whatIsPlottedIsDrawn() throws IOException {
    String csv = file("norm of layer 2.csv");
    String hook = "after(layer2.cd1Update): plot(layer2.weightNorm, \"" + csv + "\")";
    String output = run(EXAMPLE, "--hook", hook, "--steps", "2600", "--save", file("ck"));
    if (!PlotTest.canDraw()) {
      assertFalse(output.contains("drew "), output);
      assertEquals(
          "cannot draw " + csv + ": " + Fonts.ADVICE, lines(errors, "cannot draw").getFirst());
      assertEquals(0, code); // the run itself ends well
      return;
    }
    assertTrue(output.contains("drew " + file("norm of layer 2.png")), output);
    byte[] first = Files.readAllBytes(directory.resolve("norm of layer 2.png"));
    run(EXAMPLE, "--resume", file("ck"));
    assertEquals(1 + 2 * 4, Files.readAllLines(Path.of(csv)).size());
    byte[] png = Files.readAllBytes(directory.resolve("norm of layer 2.png"));
    assertFalse(java.util.Arrays.equals(first, png));
    BufferedImage image =
        Objects.requireNonNull(ImageIO.read(directory.resolve("norm of layer 2.png").toFile()));
    assertEquals(List.of(2 * 1200, 2 * 700), List.of(image.getWidth(), image.getHeight()));
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        colours.add(image.getRGB(x, y));
      }
    }
    assertTrue(colours.contains(0xff1f5fa8), "the line");
    assertTrue(colours.contains(0xffe4e7eb), "the grid");
  }

  @Test
  void oneRowIsDrawnToo() throws IOException {
    Path csv = Files.writeString(directory.resolve("one.csv"), "step,x\n7,2.5\n");
    if (!PlotTest.canDraw()) {
      assertTrue(run("plot", csv.toString()).endsWith(Fonts.ADVICE + "\n"));
      return;
    }
    assertEquals(directory.resolve("one.png"), Chart.draw(csv));
    assertTrue(Files.size(directory.resolve("one.png")) > 1000);
  }

  @Test
  void whatCannotBeDrawnIsToldAndTheRunEndsWell() throws IOException {
    Path csv = directory.resolve("bad.csv");
    for (String text : List.of("", "time,x\n", "step,x\n1,NaN\n", "step,x\n1;2\n")) {
      Files.writeString(csv, text);
      String message = "";
      try {
        Chart.draw(csv);
      } catch (IOException e) {
        message = String.valueOf(e.getMessage());
      }
      assertTrue(message.startsWith(csv + " "), message);
    }
  }
}
