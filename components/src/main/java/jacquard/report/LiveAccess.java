package jacquard.report;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may see and steer a {@link LiveView}: those who know its token, from pages of its own. */
final class LiveAccess {
  private static final int LONGEST = 4096;

  /**
   * What was asked.
   *
   * @param form the fields of a form that was sent
   * @param refusal why it is not answered, in a line; null if it is
   */
  record Request(Map<String, String> form, @Nullable String refusal) {}

  private final int port;
  private final String token = word();
  private final String nonce = word();

  LiveAccess(int port) {
    this.port = port;
  }

  private static String word() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  String token() {
    return token;
  }

  /** The word by which the page's own script is known to the browser. */
  String nonce() {
    return nonce;
  }

  String origin() {
    return "http://127.0.0.1:" + port;
  }

  /** What a browser that has shown the token keeps instead; cookies know no ports. */
  String cookie() {
    return cookieName() + "=" + token;
  }

  private String cookieName() {
    return "jacquard-" + port;
  }

  /** Reads a request; what it needs is its own page, and the token: in the form if it is one. */
  Request read(HttpExchange exchange) throws IOException {
    boolean isPost = exchange.getRequestMethod().equals("POST");
    Map<String, String> form = Map.of();
    if (isPost) {
      byte[] body = exchange.getRequestBody().readNBytes(LONGEST + 1);
      if (body.length > LONGEST) {
        return new Request(form, "the form is too long");
      }
      form = fields(new String(body, StandardCharsets.UTF_8));
    }
    return new Request(form, refusal(exchange, isPost, form));
  }

  private @Nullable String refusal(
      HttpExchange exchange, boolean isPost, Map<String, String> form) {
    Headers headers = exchange.getRequestHeaders();
    String local = "localhost:" + port;
    String host = headers.getFirst("Host");
    if (!local.equals(host) && !("127.0.0.1:" + port).equals(host)) {
      return "this page is for 127.0.0.1:" + port + " only"; // else names that others give it
    }
    String origin = headers.getFirst("Origin");
    if (origin != null && !origin.equals("http://" + host)) {
      return "requests from other pages are refused";
    }
    String site = headers.getFirst("Sec-Fetch-Site");
    if (isPost && site != null && !site.equals("same-origin")) {
      return "requests from other pages are refused";
    }
    String query = exchange.getRequestURI().getRawQuery();
    boolean isKnown =
        isPost
            ? isToken(form.get("token"))
            : isToken(fields(query == null ? "" : query).get("token")) || hasCookie(headers);
    return isKnown ? null : "open the address that was printed when the run began: it has a token";
  }

  private boolean hasCookie(Headers headers) {
    List<String> cookies = headers.getOrDefault("Cookie", List.of());
    for (String line : cookies) {
      for (String each : line.split(";", -1)) {
        String cookie = each.strip();
        if (cookie.startsWith(cookieName() + "=")
            && isToken(cookie.substring(cookieName().length() + 1))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a word is the token, in a time that does not tell how much of it is right. */
  private boolean isToken(@Nullable String word) {
    return word != null
        && MessageDigest.isEqual(
            word.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String each : text.split("&", -1)) {
      int sign = each.indexOf('=');
      if (sign > 0) {
        fields.put(each.substring(0, sign), decoded(each.substring(sign + 1)));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) { // a percent sign without its number
      return "";
    }
  }

  /** Tells the browser what the page may do. */
  void policy(Headers headers) {
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; "
            + ("script-src 'nonce-" + nonce + "'; ")
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    headers.set("Cache-Control", "no-store");
    headers.set("Referrer-Policy", "same-origin"); // the token is in the first address
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
  }
}
