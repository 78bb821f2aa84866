package org.andiron.server.guard;

import org.andiron.server.error.ErrorReport;

/** The request goes no further; the report is the answer. */
final class RefusedRequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ErrorReport report;

  RefusedRequestException(ErrorReport report) {
    // A refusal is an answer, not a fault: no stack to fill in.
    super(report.diagnostics(), null, false, false);
    this.report = report;
  }

  static RefusedRequestException of(int status, String code, String diagnostics) {
    return new RefusedRequestException(ErrorReport.of(status, code, diagnostics));
  }

  ErrorReport report() {
    return report;
  }
}
