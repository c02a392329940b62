package jacquard.report;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Selectors.calls;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.experiment.Experiment;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Rates;
import jacquard.learn.Rbm;
import jacquard.learn.RbmSettings;
import jacquard.trace.Profile;
import jacquard.vm.Moment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The page of a run: whole, well-formed, of texts that stay texts, and without the network. */
class RunReportTest {
  private static final String EVIL = "<script>alert('x')</script> & \"%s\" \u0000";

  /** Counts and measures. */
  static final class Trainer implements Stateful {
    private Metrics metrics = new Metrics();
    private Confusion confusion = new Confusion(2);
    private int updates;

    @Override
    public void state(State s) {
      metrics = s.value("metrics", metrics);
      confusion = s.value("confusion", confusion);
      updates = s.value("updates", updates);
    }

    void update() {
      updates++;
    }

    void look(Moment moment) throws IOException {
      metrics.add(MetricRow.at(moment, "error", 1.0 / updates).with(Map.of("rate", 0.1)));
      metrics.add(MetricRow.at(moment, "<b>no</b> \"number\"", Double.NaN));
      confusion.count(new Batch(1, new float[2], new int[] {0, 1}), new int[] {0, 0});
    }
  }

  static Experiment experiment() {
    Trainer trainer = new Trainer();
    Rbm rbm =
        new Rbm(
            new JavaKernels(),
            RbmSettings.of(16, 3, Rbm.Visible.BERNOULLI, new Rates(0.1f, 0f, 0f), 1));
    Experiment experiment =
        new Experiment()
            .types(Trainer.class)
            .component("metrics", trainer.metrics)
            .component("confusion", trainer.confusion)
            .component("trainer", trainer)
            .component("layer", rbm)
            .component("images", new SampleImages(new Batch(16, new float[32], new int[2])))
            .program(
                "main",
                repeat(3, repeat(4, call(trainer::update)).counting("epoch"))
                    .named("train")
                    .counting("fold"));
    experiment.rewrite("main", p -> p.find(calls(trainer::update)).after(trainer::look));
    experiment.start("main");
    return experiment;
  }

  @TempDir private Path temporary = Path.of("");

  private RunDirectory directory() {
    return RunDirectory.create(
        temporary.resolve("r"), RunConfiguration.of("main", 7).with("words", EVIL));
  }

  private static Document parsed(String page) {
    assertTrue(page.startsWith("<!DOCTYPE html>"));
    return assertDoesNotThrow(
        () -> {
          DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
          builder.setErrorHandler(null);
          return builder.parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
        });
  }

  private static List<String> texts(Document page, String element) {
    return java.util.stream.IntStream.range(0, page.getElementsByTagName(element).getLength())
        .mapToObj(i -> page.getElementsByTagName(element).item(i).getTextContent())
        .toList();
  }

  @Test
  void aRunThatDidNotBeginHasAPageToo() {
    Document page = parsed(RunReport.of(directory()).page());
    assertTrue(texts(page, "p").contains("No session has begun this run yet."));
    assertTrue(texts(page, "dd").contains(EVIL.replace('\u0000', '\uFFFD')));
  }

  @Test
  void thePageTellsAllThatIsKept() throws IOException {
    RunDirectory directory = directory();
    Experiment experiment = experiment();
    try (Profile profile = Profile.of(experiment.run("main"));
        RunSession session = directory.begin(experiment, Map.of("computing", "java"))) {
      session.keep(profile);
      session.log(EVIL);
      session.run(20, autosave -> {});
    }
    Path file = temporary.resolve("page.html");
    RunReport.of(directory).write(file);
    String text = Files.readString(file);
    Document page = parsed(text);
    assertEquals(
        List.of(
            "Program",
            "Curves",
            "Settings tried",
            "Confusion matrix",
            "Filters",
            "Reconstructions",
            "Checkpoints",
            "Configuration",
            "Log"),
        texts(page, "h2"));
    assertEquals(List.of("main paused"), texts(page, "h1"));
    assertTrue(texts(page, "td").contains("train: repeat 3 (fold) fold 2 of 3, next"));
    assertTrue(
        texts(page, "td").stream().anyMatch(each -> each.contains("call trainer.update")), text);
    assertTrue(texts(page, "th").containsAll(List.of("steps", "taken", "time", "own")));
    assertTrue(texts(page, "td").contains("rate 0.1"));
    assertTrue(texts(page, "b").containsAll(List.of("error", "<b>no</b> \"number\"", "layer")));
    assertTrue(texts(page, "p").contains("No finite number yet."));
    assertTrue(texts(page, "td").contains("20"), "the checkpoint's steps");
    assertTrue(texts(page, "dd").contains("java"));
    assertTrue(
        texts(page, "pre").getLast().contains("alert('x')</script> & \"%s\" \uFFFD\n"), text);
    assertTrue(text.contains("src=\"data:image/png;base64,"));
    assertTrue(text.contains("alt=\"reconstructions by layer\""));
    assertTrue(texts(page, "span").contains("through 3 units"));
    assertTrue(text.contains("default-src &#39;none&#39;"));
    assertFalse(text.contains("<script"), "nothing is run");
    assertFalse(text.contains("://"), "nothing is elsewhere");
    assertFalse(text.contains("@import") || text.contains("url("));
  }

  @Test
  void aRunThatIsGoneOnWithShowsBothSessions() {
    RunDirectory directory = directory();
    try (RunSession session = directory.begin(experiment(), Map.of())) {
      session.run(20, autosave -> {});
    }
    Experiment again = directory.resume(Map.of(), Trainer.class).experiment();
    try (RunSession session = directory.begin(again, Map.of())) {
      session.run(Long.MAX_VALUE, autosave -> {});
    }
    String text = RunReport.of(directory).page();
    Document page = parsed(text);
    assertEquals(List.of("main finished"), texts(page, "h1"));
    assertTrue(texts(page, "td").contains("0 to 20"));
    assertFalse(text.contains("class=\"at\""), "it stands nowhere");
  }

  @Test
  void predictionsAreCountedByClass() {
    Confusion confusion = new Confusion(3);
    confusion.count(new Batch(1, new float[4], new int[] {0, 1, 2, 1}), new int[] {0, 2, 2, 1});
    assertEquals(
        List.of(1L, 1L, 1L, 0L),
        List.of(
            confusion.count(0, 0),
            confusion.count(1, 1),
            confusion.count(1, 2),
            confusion.count(2, 1)));
    assertThrows(IllegalArgumentException.class, () -> confusion.count(0, 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> confusion.count(new Batch(1, new float[1], new int[] {0}), new int[2]));
  }

  @Property(tries = 200)
  void whatIsPutInIsTextAndNothingElse(@ForAll String text) {
    String page = new Html().put("<p title=\"%s\">%s</p>", text, text).toString();
    Document parsed = parsed("<!DOCTYPE html>" + page);
    String expected = Html.escape(text).contains("\uFFFD") ? null : text;
    if (expected != null) {
      assertEquals(expected, parsed.getDocumentElement().getTextContent());
    }
    assertEquals(0, parsed.getElementsByTagName("script").getLength());
  }

  @Property
  void ticksAreRoundAndAroundAllValues(
      @ForAll @net.jqwik.api.constraints.DoubleRange(min = -1e6, max = 1e6) double a,
      @ForAll @net.jqwik.api.constraints.DoubleRange(min = -1e6, max = 1e6) double b) {
    double[] ticks = ReportCurves.ticks(Math.min(a, b), Math.max(a, b));
    double[] sorted = ticks.clone();
    Arrays.sort(sorted);
    assertArrayEquals(sorted, ticks);
    double span = Math.max(Math.abs(b - a), 1e-6);
    assertTrue(ticks[0] <= Math.min(a, b) + span * 1e-6);
    assertTrue(ticks[ticks.length - 1] >= Math.max(a, b) - span * 1e-6);
    assertTrue(ticks.length >= 2 && ticks.length <= 8, () -> Arrays.toString(ticks));
  }
}
