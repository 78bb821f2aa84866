package org.andiron.server.error;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.andiron.server.CdsRefusedException;

/**
 * Writes why a CDS service does not answer, as JSON with {@code error} for programs and {@code
 * errorMessage} for people: its clients know no OperationOutcome.
 */
public final class CdsErrorWriter {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private CdsErrorWriter() {}

  /**
   * Answers with the refusal. Headers set before stay.
   *
   * @throws IOException if the client does not take the answer
   */
  public static void write(HttpServletResponse response, CdsRefusedException refusal)
      throws IOException {
    String body =
        JSON.createObjectNode()
            .put("error", refusal.error())
            .put("errorMessage", refusal.getMessage())
            .toString();
    response.setStatus(refusal.status());
    response.setContentType("application/json;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * As {@link #write}, of a refusal that will pass.
   *
   * @param retryAfter when the client may try again, sent in {@code Retry-After}
   */
  public static void writeTryLater(
      HttpServletResponse response, CdsRefusedException refusal, Duration retryAfter)
      throws IOException {
    response.setHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
    write(response, refusal);
  }
}
