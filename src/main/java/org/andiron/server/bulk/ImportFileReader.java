package org.andiron.server.bulk;

import ca.uhn.fhir.batch2.api.IFirstJobStepWorker;
import ca.uhn.fhir.batch2.api.IJobDataSink;
import ca.uhn.fhir.batch2.api.JobExecutionFailedException;
import ca.uhn.fhir.batch2.api.RunOutcome;
import ca.uhn.fhir.batch2.api.StepExecutionDetails;
import ca.uhn.fhir.batch2.api.VoidModel;
import ca.uhn.fhir.batch2.jobs.imprt.BulkImportAppCtx;
import ca.uhn.fhir.batch2.jobs.imprt.BulkImportJobParameters;
import ca.uhn.fhir.batch2.jobs.imprt.NdJsonFileJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHeaders;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.Configurable;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The first step of {@code $import}: fetches the NDJSON files and hands them on in pieces. Stands
 * in for HAPI's step, which calls any address without a check, reads every file twice, and keeps a
 * line of any length in memory.
 */
final class ImportFileReader
    implements IFirstJobStepWorker<BulkImportJobParameters, NdJsonFileJson> {

  private static final int PIECE_CHARACTERS = 2 << 20;
  private static final Set<String> CONTENT_TYPES =
      Set.of(
          "application/fhir+ndjson",
          "application/ndjson",
          "application/x-ndjson",
          "application/fhir+json",
          "application/json+fhir",
          "application/json",
          "application/octet-stream",
          "text/plain");

  private final CloseableHttpClient client;
  private final int maxLine;

  ImportFileReader(CloseableHttpClient egressClient, int maxLine) {
    this.client = egressClient;
    this.maxLine = maxLine;
  }

  @Override
  public RunOutcome run(
      StepExecutionDetails<BulkImportJobParameters, VoidModel> step,
      IJobDataSink<NdJsonFileJson> sink) {
    BulkImportJobParameters parameters = step.getParameters();
    Integer wanted = parameters.getMaxBatchResourceCount();
    int perPiece =
        wanted == null || wanted <= 0
            ? BulkImportAppCtx.PARAM_MAXIMUM_BATCH_SIZE_DEFAULT
            : Math.min(wanted, BulkImportAppCtx.PARAM_MAXIMUM_BATCH_SIZE_DEFAULT);
    String authorization = authorization(parameters.getHttpBasicCredentials());
    int files = parameters.getNdJsonUrls().size();
    for (int file = 0; file < files; file++) {
      String url = parameters.getNdJsonUrls().get(file);
      try {
        read(url, authorization, perPiece, sink);
      } catch (IOException e) {
        // The class name alone: a message may hold what the other server sent
        throw new JobExecutionFailedException(
            "Input file " + (file + 1) + " could not be read: " + e.getClass().getSimpleName(), e);
      }
    }
    return new RunOutcome(0);
  }

  private void read(
      String url, @Nullable String authorization, int perPiece, IJobDataSink<NdJsonFileJson> sink)
      throws IOException {
    HttpGet get = new HttpGet(url);
    get.setHeader(HttpHeaders.ACCEPT, "application/fhir+ndjson, */*;q=0.5");
    if (authorization != null) {
      get.setHeader(HttpHeaders.AUTHORIZATION, authorization);
    } else if (client instanceof Configurable configurable) {
      // Only without a secret, which would go along to wherever the redirect points
      get.setConfig(
          RequestConfig.copy(configurable.getConfig())
              .setRedirectsEnabled(true)
              .setMaxRedirects(5)
              .build());
    }
    try (CloseableHttpResponse response = client.execute(get)) {
      HttpEntity entity = response.getEntity();
      int status = response.getStatusLine().getStatusCode();
      if (status != 200 || entity == null) {
        throw new JobExecutionFailedException("An input file was answered with HTTP " + status);
      }
      requireNdjson(entity.getContentType());
      try (InputStream content = entity.getContent()) {
        split(url, content, perPiece, sink);
      }
    }
  }

  private static void requireNdjson(@Nullable Header contentType) {
    String type = contentType == null ? "" : contentType.getValue();
    int parameters = type.indexOf(';');
    String essence =
        (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    if (!essence.isEmpty() && !CONTENT_TYPES.contains(essence)) {
      throw new JobExecutionFailedException(
          "An input file is not application/fhir+ndjson according to its Content-Type");
    }
  }

  private void split(
      String url, InputStream content, int perPiece, IJobDataSink<NdJsonFileJson> sink)
      throws IOException {
    NdjsonLines lines = new NdjsonLines(content, maxLine);
    StringBuilder piece = new StringBuilder();
    int inPiece = 0;
    int total = 0;
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      piece.append(new String(line, StandardCharsets.UTF_8)).append('\n');
      inPiece++;
      total++;
      if (inPiece >= perPiece || piece.length() >= PIECE_CHARACTERS) {
        sink.accept(piece(url, piece, total));
        piece.setLength(0);
        inPiece = 0;
      }
    }
    if (inPiece > 0) {
      sink.accept(piece(url, piece, total));
    }
  }

  private static NdJsonFileJson piece(String url, StringBuilder text, int linesSoFar) {
    NdJsonFileJson piece = new NdJsonFileJson();
    piece.setNdJsonText(text.toString());
    piece.setSourceName(url);
    piece.setBatchLineCount(linesSoFar);
    piece.setBatchLineCountTotal(linesSoFar);
    return piece;
  }

  private static @Nullable String authorization(@Nullable String credentials) {
    if (credentials == null || credentials.isBlank()) {
      return null;
    }
    if (credentials.indexOf(':') < 0) {
      throw new JobExecutionFailedException("credentialHttpBasic must be user:password");
    }
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }
}
