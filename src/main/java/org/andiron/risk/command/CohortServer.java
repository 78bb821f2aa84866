package org.andiron.risk.command;

import ca.uhn.fhir.context.FhirContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import org.andiron.risk.cohort.CohortTokens;
import org.andiron.risk.cohort.ServerCohort;
import org.andiron.risk.training.TrainingException;
import org.andiron.risk.training.TrainingProgress;
import org.andiron.startup.RunningServer;
import org.andiron.startup.TargetServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which a command is told from which server a cohort is read, and as whom. */
final class CohortServer {

  private static final String TOKEN_VARIABLE = "ANDIRON_TOKEN";

  @Mixin private TargetServer server = new TargetServer();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "Private key (JWK) to get tokens with, if the server wants one (default: operator.jwk of"
              + " the data directory). A token in ANDIRON_TOKEN goes before it.")
  private @Nullable Path key;

  /**
   * A cohort on the server.
   *
   * @throws TrainingException if no server runs, or none of that name can be asked
   */
  ServerCohort cohort(
      String groupOrQuery,
      RunningServer runningServer,
      ServerAccess access,
      FhirContext context,
      TrainingProgress progress) {
    URI base = base(runningServer);
    return new ServerCohort(base, groupOrQuery, tokens(base, access), context, progress);
  }

  private URI base(RunningServer runningServer) {
    String url =
        server.url(runningServer).orElseThrow(() -> new TrainingException(server.absence()));
    try {
      URI base = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      if (base.getHost() != null && String.valueOf(base.getScheme()).matches("https?")) {
        return base;
      }
    } catch (URISyntaxException e) {
      throw new TrainingException("--server must be an http or https URL", e);
    }
    throw new TrainingException("--server must be an http or https URL");
  }

  private CohortTokens tokens(URI base, ServerAccess access) {
    String given = System.getenv(TOKEN_VARIABLE);
    if (given == null || given.isBlank()) {
      return access.of(base.toString(), server.dataDirectory(), key);
    }
    return new CohortTokens() {
      @Override
      public Optional<String> current() {
        return Optional.of(given.strip());
      }

      @Override
      public Optional<String> insteadOf(String refused) {
        return Optional.empty();
      }
    };
  }
}
