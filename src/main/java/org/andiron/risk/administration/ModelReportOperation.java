package org.andiron.risk.administration;

import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import org.andiron.risk.PackageFiles;
import org.andiron.risk.evaluation.page.ReportLanguage;
import org.andiron.risk.evaluation.page.ReportPages;
import org.andiron.risk.pipeline.ModelLearning;
import org.andiron.risk.registry.ModelDeployment;
import org.andiron.risk.registry.ModelKey;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * {@code $risk-report}: a file of the package of a version, as the report of its evaluation or its
 * card, for as long as the server lasts.
 */
public final class ModelReportOperation {

  static final String NAME = "$risk-report";

  private static final Map<String, String> TYPES =
      Map.of(".html", "text/html;charset=UTF-8", ".json", "application/json;charset=UTF-8");

  private static final Map<String, ReportLanguage> PAGES =
      Map.of(
          ModelLearning.REPORT, ReportLanguage.ENGLISH,
          ModelLearning.REPORT_CHINESE, ReportLanguage.SIMPLIFIED_CHINESE);

  private final ModelDeployment deployment;

  ModelReportOperation(ModelDeployment deployment) {
    this.deployment = deployment;
  }

  /** Sends a file. */
  @Operation(name = NAME, idempotent = true, manualResponse = true)
  @Description(shortDefinition = "The report of a risk model, or another file of its package")
  public void report(
      @OperationParam(name = "model", min = 1, max = 1)
          @Description(shortDefinition = "Id of the model")
          @Nullable StringType model,
      @OperationParam(name = "version", min = 1, max = 1)
          @Description(shortDefinition = "Its version")
          @Nullable StringType version,
      @OperationParam(name = "file", max = 1)
          @Description(shortDefinition = "Name of the file; without, evaluation.html")
          @Nullable StringType file,
      ServletRequestDetails request)
      throws IOException {
    ModelKey key = new ModelKey(Given.required("model", model), Given.required("version", version));
    String asked = Given.text(file);
    String name = asked.isEmpty() ? ModelLearning.REPORT : asked;
    Map<String, byte[]> files =
        deployment
            .files(key)
            .map(PackageFiles::own)
            .orElseThrow(
                () ->
                    new ResourceNotFoundException(
                        "There is no model %s of version %s".formatted(key.id(), key.version())));
    byte[] content = files.containsKey(name) ? files.get(name) : page(name, files);
    if (content == null) {
      throw new ResourceNotFoundException(
          "Its package has no such file; it has "
              + String.join(", ", new TreeSet<>(files.keySet())));
    }
    HttpServletResponse response = request.getServletResponse();
    request.getServer().addHeadersToResponse(response);
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType(type(name));
    response.setHeader("X-Content-Type-Options", "nosniff");
    // It must not be a page of this server's in a browser that is signed in.
    response.setHeader("Content-Disposition", "attachment; filename=\"" + name + '"');
    response.setContentLength(content.length);
    response.getOutputStream().write(content);
  }

  /** Models in folders come without pages: the figures are in their reports as JSON. */
  private static byte @Nullable [] page(String name, Map<String, byte[]> files) {
    byte[] figures = files.get(ModelLearning.FIGURES);
    ReportLanguage language = PAGES.get(name);
    return figures == null || language == null
        ? null
        : ReportPages.of(new String(figures, StandardCharsets.UTF_8), language)
            .getBytes(StandardCharsets.UTF_8);
  }

  private static String type(String name) {
    return TYPES.getOrDefault(
        name.substring(Math.max(0, name.lastIndexOf('.'))), "application/octet-stream");
  }
}
