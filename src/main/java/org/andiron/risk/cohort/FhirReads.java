package org.andiron.risk.cohort;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.andiron.risk.training.TrainingException;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;

/**
 * Reads from a FHIR server, page after page. What it sends goes to that server alone, whatever host
 * the links in its answers name.
 */
final class FhirReads {

  private static final int TRIES = 6;
  private static final long LONGEST_WAIT = 30;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final URI base;
  private final CohortTokens tokens;
  private final FhirContext context;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  FhirReads(URI base, CohortTokens tokens, FhirContext context) {
    this.base = base;
    this.tokens = tokens;
    this.context = context;
  }

  /**
   * Reads a resource.
   *
   * @param path below the base URL
   * @param what how to name it in errors, without anything of a patient
   * @return empty if it is not there for the caller
   */
  Optional<Resource> read(String path, String what) throws InterruptedException {
    return get(URI.create(base + "/" + path), what);
  }

  /**
   * Reads the resources of all pages.
   *
   * @return false if it is not there for the caller
   */
  boolean pages(String path, String what, Consumer<Resource> sink) throws InterruptedException {
    Optional<URI> next = Optional.of(URI.create(base + "/" + path));
    while (next.isPresent()) {
      Optional<Resource> page = get(next.get(), what);
      if (page.isEmpty()) {
        return false;
      }
      if (!(page.get() instanceof Bundle bundle)) {
        throw new TrainingException("the server answers " + what + " with no Bundle");
      }
      bundle.getEntry().stream()
          .filter(Bundle.BundleEntryComponent::hasResource)
          .forEach(entry -> sink.accept(entry.getResource()));
      next = Optional.ofNullable(bundle.getLink("next")).map(link -> here(link.getUrl()));
    }
    return true;
  }

  /** The same on the server that is asked, which may be known by another name outside. */
  private URI here(String link) {
    URI wanted = base.resolve(link);
    String query = wanted.getRawQuery() == null ? "" : "?" + wanted.getRawQuery();
    return URI.create(
        base.getScheme() + "://" + base.getRawAuthority() + wanted.getRawPath() + query);
  }

  private Optional<Resource> get(URI uri, String what) throws InterruptedException {
    Optional<String> token = tokens.current();
    boolean renewed = false;
    for (int tried = 1; ; tried++) {
      HttpResponse<String> response = send(uri, token);
      int status = response.statusCode();
      if (status == 200) {
        return Optional.of(parse(response.body(), what));
      }
      if (status == 404 || status == 410) {
        return Optional.empty();
      }
      if (status == 401 && token.isPresent() && !renewed) {
        token = tokens.insteadOf(token.get());
        renewed = true;
      } else if ((status == 429 || status == 503) && tried < TRIES) {
        Thread.sleep(Duration.ofSeconds(wait(response)).toMillis());
      } else {
        throw new TrainingException(
            "the server answers %d to %s%s".formatted(status, what, advice(status)));
      }
    }
  }

  private static long wait(HttpResponse<String> response) {
    try {
      long asked = Long.parseLong(response.headers().firstValue("Retry-After").orElse("1"));
      return Math.max(0, Math.min(LONGEST_WAIT, asked));
    } catch (NumberFormatException e) {
      return 1; // a date, of which the clocks may differ
    }
  }

  private static String advice(int status) {
    return switch (status) {
      case 401 -> "; give a token in ANDIRON_TOKEN, or run where the server runs";
      case 403 -> "; the token must allow to read and search all that the definition uses";
      default -> "";
    };
  }

  private HttpResponse<String> send(URI uri, Optional<String> token) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Accept", "application/fhir+json");
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new TrainingException("no server answers at " + base, e);
    }
  }

  private Resource parse(String body, String what) {
    try {
      return (Resource) context.newJsonParser().parseResource(body);
    } catch (DataFormatException e) {
      throw new TrainingException("the server answers " + what + " with what is no FHIR", e);
    }
  }
}
