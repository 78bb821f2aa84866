package org.andiron.server.bulk;

import ca.uhn.fhir.batch2.api.IJobPersistence;
import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.batch2.model.StatusEnum;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.andiron.server.JobRights;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * A file of an export, for who started it and may still see what is in it. For everybody else there
 * is none.
 *
 * @see <a href="https://hl7.org/fhir/uv/bulkdata/STU2/export.html#bulk-data-output-file-request">
 *     Bulk Data output file request</a>
 */
public final class ExportFileOperation {

  static final String NAME = "$export-file";
  static final String FILE = "_file";

  private final IJobPersistence jobs;
  private final ExportFiles files;
  private final JobRights rights;

  ExportFileOperation(IJobPersistence jobs, ExportFiles files, JobRights rights) {
    this.jobs = jobs;
    this.files = files;
    this.rights = rights;
  }

  /** Sends a file. */
  @Operation(name = NAME, idempotent = true, manualResponse = true)
  public void file(
      @OperationParam(name = FILE, max = 1) @Nullable StringType id, ServletRequestDetails request)
      throws IOException {
    if (id == null || id.isEmpty()) {
      throw new InvalidRequestException("The parameter " + FILE + " is missing");
    }
    ExportFile file = files.find(id.getValue()).orElseThrow(ExportFileOperation::unknown);
    JobInstance job = jobs.fetchInstance(file.job()).orElseThrow(ExportFileOperation::unknown);
    if (job.getStatus() != StatusEnum.COMPLETED || !rights.mayHaveFiles(request, job)) {
      throw unknown();
    }
    if (!file.type().equals(ExportFiles.OUTCOME)) {
      rights.requireExportable(request, job, file.type());
    }
    HttpServletResponse response = request.getServletResponse();
    request.getServer().addHeadersToResponse(response);
    response.setContentType("application/fhir+ndjson");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentLengthLong(file.lines().length);
    response.getOutputStream().write(file.lines());
  }

  private static ResourceNotFoundException unknown() {
    return new ResourceNotFoundException("There is no such file");
  }
}
