package jacquard.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jacquard.experiment.Autosave;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The page of {@link RunReport} that updates itself, served to browsers on this machine; with
 * buttons for a run of this process.
 *
 * <p>It listens on 127.0.0.1 only, and answers those only who know the token of its address: a
 * random word, new each time. Requests that come from pages of others, or by another name of this
 * machine, are refused. The buttons do what {@link Autosave#hold}, {@link Autosave#goOn}, {@link
 * Autosave#step} and {@link Autosave#save} do, which change no bit of the run.
 */
public final class LiveView implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final ReportParts parts;
  private final @Nullable Autosave steered;
  private final HttpServer server;
  private final ExecutorService threads;
  private final LiveAccess access;

  private LiveView(RunDirectory directory, @Nullable Autosave steered, HttpServer server) {
    this.parts = new ReportParts(directory);
    this.steered = steered;
    this.server = server;
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    this.access = new LiveAccess(server.getAddress().getPort());
    server.setExecutor(threads);
    server.createContext("/", this::answer);
  }

  /**
   * Begins to serve the page of a run.
   *
   * @param port to listen on; 0 for any that is free
   * @param steered what drives the run in this process and is told by the buttons; null for a page
   *     without buttons
   * @throws RunException if the port is taken
   */
  public static LiveView open(RunDirectory directory, int port, @Nullable Autosave steered) {
    requirePort(port);
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
      LiveView view = new LiveView(directory, steered, server);
      server.start();
      return view;
    } catch (IOException e) {
      throw isTaken(port, e);
    }
  }

  /**
   * Refuses a port that is taken, before anything is begun that would be served there.
   *
   * @throws RunException if the port is taken now
   */
  public static void check(int port) {
    requirePort(port);
    try {
      new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK)).close();
    } catch (IOException e) {
      throw isTaken(port, e);
    }
  }

  private static void requirePort(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
    }
  }

  private static RunException isTaken(int port, IOException e) {
    return new RunException(
        String.format(
            Locale.ROOT,
            "cannot listen on 127.0.0.1:%d (%s); choose another port, or 0 for any that is free",
            port,
            e.getMessage()),
        e);
  }

  /** Where browsers find the page, the token included: whoever has it can press the buttons. */
  public URI address() {
    return URI.create(access.origin() + "/?token=" + access.token());
  }

  /** Serves no longer; the run goes on as it is. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  // ---- answers
  // -----------------------------------------------------------------------------------

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        answerHere(exchange);
      } catch (RunException | UncheckedIOException e) { // a file that is just being changed
        send(exchange, 503, "text/plain", e.getMessage() + "\n");
      }
    }
  }

  private void answerHere(HttpExchange exchange) throws IOException {
    LiveAccess.Request request = access.read(exchange);
    if (request.refusal() != null) {
      send(exchange, 403, "text/plain", request.refusal() + "\n");
      return;
    }
    String what = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    switch (what) {
      case "GET /" -> page(exchange);
      case "GET /main" -> send(exchange, 200, "text/html", main().toString());
      case "POST /control" -> control(exchange, request.form());
      default -> send(exchange, 404, "text/plain", "there is nothing here\n");
    }
  }

  private synchronized Html main() {
    return parts.main(steered != null && steered.isHeld());
  }

  private void page(HttpExchange exchange) throws IOException {
    exchange
        .getResponseHeaders()
        .add("Set-Cookie", access.cookie() + "; Path=/; HttpOnly; SameSite=Strict");
    Html head =
        new Html().put("<noscript><meta http-equiv=\"refresh\" content=\"3\"/></noscript>\n");
    Html tail =
        new Html()
            .put("<script nonce=\"%s\">\n", access.nonce())
            .put(RunReport.resource("live.js"))
            .put("</script>\n");
    Html body = new Html().put("<div id=\"live\">%s</div>\n", main());
    send(
        exchange,
        200,
        "text/html",
        RunReport.page(parts.title(), head, new Html().put("%s%s", controls(), body), tail));
  }

  private Html controls() {
    Html bar = new Html().put("<div class=\"controls\">");
    if (steered != null) {
      form(bar, "<button name=\"do\" value=\"hold\">Pause</button>");
      form(bar, "<button name=\"do\" value=\"go\">Resume</button>");
      form(
          bar,
          "<input name=\"steps\" type=\"number\" min=\"1\" max=\"1000000000000\" value=\"1\""
              + " aria-label=\"steps\"/><button name=\"do\" value=\"step\">Step</button>");
      form(bar, "<button name=\"do\" value=\"save\">Save</button>");
    }
    return bar.put("<span class=\"status\" id=\"status\" role=\"status\">live</span></div>\n");
  }

  private void form(Html bar, String controls) {
    bar.put("<form method=\"post\" action=\"/control\">")
        .put("<input type=\"hidden\" name=\"token\" value=\"%s\"/>", access.token())
        .put(controls)
        .put("</form>");
  }

  private void control(HttpExchange exchange, Map<String, String> form) throws IOException {
    Autosave run = steered;
    if (run == null) {
      send(
          exchange, 404, "text/plain", "this page has no buttons: the run is not of its process\n");
      return;
    }
    String steps = form.getOrDefault("steps", "1");
    switch (form.getOrDefault("do", "")) {
      case "hold" -> run.hold();
      case "go" -> run.goOn();
      case "save" -> run.save();
      case "step" -> {
        if (!steps.matches("[1-9]\\d{0,12}")) {
          send(exchange, 400, "text/plain", "steps are a number from 1 on\n");
          return;
        }
        run.step(Long.parseLong(steps));
      }
      default -> {
        send(exchange, 400, "text/plain", "do is hold, go, step or save\n");
        return;
      }
    }
    exchange.getResponseHeaders().add("Location", "/");
    send(exchange, 303, "text/plain", "done\n");
  }

  private void send(HttpExchange exchange, int code, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    access.policy(exchange.getResponseHeaders());
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
