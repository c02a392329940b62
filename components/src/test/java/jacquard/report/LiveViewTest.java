package jacquard.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Autosave;
import jacquard.experiment.Experiment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live view: who may see and steer it, and that steering changes no bit. */
class LiveViewTest {
  private static final long PATIENCE_MS = 60_000;

  @TempDir private Path temporary = Path.of("");

  private RunDirectory directory(String name) {
    return RunDirectory.create(temporary.resolve(name), RunConfiguration.of("main", 7));
  }

  private static String token(LiveView view) {
    return view.address().getQuery().substring("token=".length());
  }

  /** Sends a request as it is, whatever its headers say, and gives the whole answer. */
  private static String ask(LiveView view, String first, String headers, String body)
      throws IOException {
    URI address = view.address();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        first
            + " HTTP/1.1\r\n"
            + headers
            + "Content-Length: "
            + bytes.length
            + "\r\n"
            + "Connection: close\r\n\r\n";
    try (Socket socket = new Socket(address.getHost(), address.getPort());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      out.write(head.getBytes(StandardCharsets.UTF_8));
      out.write(bytes);
      out.flush();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String host(LiveView view) {
    return "Host: 127.0.0.1:" + view.address().getPort() + "\r\n";
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  private static int press(LiveView view, String form) throws IOException {
    String body = "token=" + token(view) + "&" + form;
    return status(ask(view, "POST /control", host(view), body));
  }

  @Test
  void onlyWhoKnowsTheTokenSeesThePage() throws IOException {
    try (LiveView view = LiveView.open(directory("r"), 0, null)) {
      String token = token(view);
      String page = ask(view, "GET /?token=" + token, host(view), "");
      assertEquals(200, status(page));
      assertTrue(page.contains("No session has begun this run yet."));
      assertFalse(page.contains("name=\"do\""), "no buttons without a run");
      assertTrue(page.contains("HttpOnly; SameSite=Strict"), page);
      assertTrue(page.contains("default-src 'none'"), page);
      String cookie =
          "Cookie: other=1; jacquard-" + view.address().getPort() + "=" + token + "\r\n";
      assertEquals(200, status(ask(view, "GET /main", host(view) + cookie, "")));
      assertEquals(403, status(ask(view, "GET /", host(view), "")));
      assertEquals(403, status(ask(view, "GET /?token=", host(view), "")));
      assertEquals(403, status(ask(view, "GET /?token=" + token + "x", host(view), "")));
      assertEquals(404, status(ask(view, "GET /run.json?token=" + token, host(view), "")));
      assertEquals(404, press(view, "do=hold"));
    }
  }

  @Test
  void requestsOfOtherPagesAndNamesAreRefused() throws IOException {
    try (Autosave run = new Autosave(temporary.resolve("c"), line -> {});
        LiveView view = LiveView.open(directory("r"), 0, run)) {
      int port = view.address().getPort();
      String token = "token=" + token(view);
      String get = "GET /?" + token;
      assertEquals(200, status(ask(view, get, "Host: localhost:" + port + "\r\n", "")));
      assertEquals(403, status(ask(view, get, "Host: evil.example:" + port + "\r\n", "")));
      assertEquals(403, status(ask(view, get, "Host: 127.0.0.1\r\n", "")));
      for (String header :
          new String[] {
            "Origin: http://evil.example\r\n",
            "Origin: null\r\n",
            "Sec-Fetch-Site: cross-site\r\n",
            "Sec-Fetch-Site: same-site\r\n"
          }) {
        String answer = ask(view, "POST /control", host(view) + header, token + "&do=hold");
        assertEquals(403, status(answer), header);
      }
      String cookie = "Cookie: jacquard-" + port + "=" + token(view) + "\r\n";
      assertEquals(403, status(ask(view, "POST /control", host(view) + cookie, "do=hold")));
      assertFalse(run.isHeld());
      assertEquals(400, press(view, "do=format"));
      assertEquals(400, press(view, "do=step&steps=-1"));
      String tooLong = token + "&do=hold&x=" + "y".repeat(5000);
      assertEquals(403, status(ask(view, "POST /control", host(view), tooLong)));
      assertFalse(run.isHeld());
      String own = "Origin: http://127.0.0.1:" + port + "\r\nSec-Fetch-Site: same-origin\r\n";
      String answer = ask(view, "POST /control", host(view) + own, token + "&do=hold");
      assertEquals(303, status(answer));
      assertTrue(run.isHeld());
    }
  }

  @Test
  void aPortThatIsTakenIsSaidInALine() {
    try (LiveView view = LiveView.open(directory("r"), 0, null)) {
      int port = view.address().getPort();
      RunException e =
          assertThrows(RunException.class, () -> LiveView.open(directory("s"), port, null));
      assertTrue(String.valueOf(e.getMessage()).contains("choose another port"), e.toString());
    }
    assertThrows(IllegalArgumentException.class, () -> LiveView.open(directory("t"), 70_000, null));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "waited for too long");
      Thread.sleep(5);
    }
  }

  @Test
  void aRunThatIsHeldSteppedAndSavedEndsWithTheSameBits()
      throws IOException,
          InterruptedException,
          TimeoutException,
          java.util.concurrent.ExecutionException {
    Experiment plain = RunReportTest.experiment();
    RunDirectory whole = directory("whole");
    try (RunSession session = whole.begin(plain, Map.of())) {
      session.run(Long.MAX_VALUE, autosave -> {});
    }

    Experiment steered = RunReportTest.experiment();
    RunDirectory directory = directory("r");
    try (RunSession session = directory.begin(steered, Map.of());
        Autosave run = new Autosave(directory.checkpoints(), session::log);
        LiveView view = LiveView.open(directory, 0, run)) {
      run.whenHeld(session::noteHeld);
      assertEquals(303, press(view, "do=hold")); // before its first step
      CompletableFuture<Boolean> ended =
          CompletableFuture.supplyAsync(() -> run.run(steered, "main", Long.MAX_VALUE));
      assertEquals(303, press(view, "do=step&steps=9"));
      await(() -> steps(directory) == 9);
      String main = ask(view, "GET /main?token=" + token(view), host(view), "");
      assertTrue(main.contains(">held</span>"), main);
      assertEquals(303, press(view, "do=save"));
      await(() -> Files.exists(directory.checkpoints().resolve("step-000000000009.jqd")));
      assertEquals(303, press(view, "do=step")); // one, where no number is said
      await(() -> steps(directory) == 10);
      assertFalse(ended.isDone());
      assertEquals(303, press(view, "do=go"));
      assertTrue(ended.get(PATIENCE_MS, TimeUnit.MILLISECONDS));
    }
    assertEquals(plain.checkpoint().fingerprint(), steered.checkpoint().fingerprint());
    assertArrayEquals(
        Files.readAllBytes(whole.path().resolve("metrics.csv")),
        Files.readAllBytes(directory.path().resolve("metrics.csv")));
    assertEquals(RunState.Status.FINISHED, directory.state().orElseThrow().status());
  }

  private static long steps(RunDirectory directory) {
    return directory.state().orElseThrow().steps();
  }

  @Test
  void aRunThatIsHeldCanBeStopped() throws Exception {
    Experiment experiment = RunReportTest.experiment();
    try (Autosave run = new Autosave(temporary.resolve("c"), line -> {})) {
      run.hold();
      CompletableFuture<Boolean> ended =
          CompletableFuture.supplyAsync(() -> run.run(experiment, "main", Long.MAX_VALUE));
      run.step(5);
      await(() -> experiment.run("main").steps() == 5);
      run.stop();
      assertFalse(ended.get(PATIENCE_MS, TimeUnit.MILLISECONDS));
      assertEquals(5, experiment.run("main").steps());
    }
  }
}
