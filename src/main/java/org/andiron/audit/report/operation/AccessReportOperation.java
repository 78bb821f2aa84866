package org.andiron.audit.report.operation;

import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.andiron.audit.query.AuditReader;
import org.andiron.audit.query.PatientLog;
import org.andiron.audit.report.AccessReport;
import org.andiron.audit.report.BundleReport;
import org.andiron.audit.report.CsvReport;
import org.andiron.audit.report.HtmlReport;
import org.andiron.audit.report.ReportLanguage;
import org.andiron.audit.report.StaffNames;
import org.andiron.visibility.Portion;
import org.andiron.visibility.VisibilityOfRequest;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * {@code Patient/[id]/$access-report}: who used the record. For whoever has a right to all
 * AuditEvents of the patient, and a role that names the operation: patients of their own record,
 * privacy officers of all. Consents do not matter, and the Patient need not be there any more.
 */
public final class AccessReportOperation {

  private static final String TYPE = "AuditEvent";

  private static final String KNOWN =
      "select exists (select from hfj_resource where res_type = 'Patient' and fhir_id = ?)";

  private final AuditReader reader;
  private final JdbcOperations jdbc;
  private final Supplier<UnaryOperator<String>> organizations;
  private final StaffNames names;
  private final Clock clock;
  private final HtmlReport html = new HtmlReport();

  /**
   * @param organizations gives, for one report, the name of an organization by its reference
   * @param clock the zone of which is that of the days of a report
   */
  AccessReportOperation(
      AuditReader reader,
      JdbcOperations jdbc,
      Supplier<UnaryOperator<String>> organizations,
      StaffNames names,
      Clock clock) {
    this.reader = reader;
    this.jdbc = jdbc;
    this.organizations = organizations;
    this.names = names;
    this.clock = clock;
  }

  /** Writes a report. */
  @Operation(
      name = "$access-report",
      type = Patient.class,
      idempotent = true,
      manualResponse = true,
      returnParameters = @OperationParam(name = "return", typeName = "Bundle", min = 1, max = 1))
  @Description(
      shortDefinition =
          "Who used a patient's record, when, what of it, what for, by what permission",
      value =
          "All AuditEvents about the patient and nobody else, newest first, as a Bundle of type"
              + " collection, a table (text/csv) or a page (text/html), by Accept or _format.")
  public void report(
      @IdParam IdType id,
      @OperationParam(name = "_since", max = 1)
          @Description(shortDefinition = "From when on; without, from the first")
          @Nullable DateTimeType since,
      @OperationParam(name = "_until", max = 1)
          @Description(shortDefinition = "Until when, the day or second included; without, now")
          @Nullable DateTimeType until,
      @OperationParam(name = "language", max = 1)
          @Description(shortDefinition = "Of table and page: en or zh-CN; without, Accept-Language")
          @Nullable CodeType language,
      ServletRequestDetails request)
      throws IOException {
    if (request instanceof ServletSubRequestDetails) {
      throw new InvalidRequestException(
          "$access-report is no entry of a Bundle: ask for it by itself.");
    }
    String patient = id.getIdPart();
    requireWhole(patient, request);
    ReportFormat format = format(request);
    ReportLanguage chosen = language(language, request);
    Instant now = clock.instant();
    ReportPeriod period = ReportPeriod.of(since, until, now, clock.getZone());
    PatientLog log =
        reader.ofPatient(patient, period.from().orElse(Instant.EPOCH), period.before());
    AccessReport report =
        new AccessReport(
            new AccessReport.Subject(
                patient, period.from(), period.before(), now, clock.getZone(), names),
            log,
            organizations.get());
    // Fails before anything is written if it fails at all.
    if (!log.iterator().hasNext()) {
      requireKnown(patient);
    }
    write(report, format, chosen, request);
  }

  /** Whether they may see all that is about the patient. Nobody else knows of the patient here. */
  private static void requireWhole(String patient, ServletRequestDetails request) {
    boolean some = false;
    for (Portion it : VisibilityOfRequest.of(request).portions()) {
      if ((it.types().isEmpty() || it.types().contains(TYPE))
          && it.patients().map(own -> own.contains(patient)).orElse(true)) {
        if (it.query().isEmpty()) {
          return;
        }
        some = true;
      }
    }
    if (some) {
      throw new ForbiddenOperationException(
          "A report has all AuditEvents of a patient, and this token allows some of them only;"
              + " a scope for AuditEvent without a query would allow it.");
    }
    throw unknown(patient);
  }

  /** Of a Patient who was expunged, the log remains. */
  private void requireKnown(String patient) {
    boolean known =
        Boolean.TRUE.equals(jdbc.queryForObject(KNOWN, Boolean.class, patient))
            || reader.ofPatient(patient, Instant.EPOCH, clock.instant()).iterator().hasNext();
    if (!known) {
      throw unknown(patient);
    }
  }

  private static ResourceNotFoundException unknown(String patient) {
    return new ResourceNotFoundException(new IdType("Patient", patient));
  }

  private static ReportFormat format(ServletRequestDetails request) {
    String[] format = request.getParameters().get(Constants.PARAM_FORMAT);
    return ReportFormat.of(
        format == null || format.length == 0 ? null : format[0],
        Collections.list(request.getServletRequest().getHeaders(Constants.HEADER_ACCEPT)));
  }

  private static ReportLanguage language(
      @Nullable CodeType language, ServletRequestDetails request) {
    if (language == null || language.isEmpty()) {
      return ReportLanguage.accepted(
          Objects.requireNonNullElse(request.getHeader("Accept-Language"), ""));
    }
    return ReportLanguage.named(language.getValue())
        .orElseThrow(
            () -> new InvalidRequestException("'language' is en or zh-CN; there is no other."));
  }

  private void write(
      AccessReport report,
      ReportFormat format,
      ReportLanguage language,
      ServletRequestDetails request)
      throws IOException {
    HtmlReport.@Nullable Prepared page =
        format == ReportFormat.HTML ? html.prepare(report, language) : null;
    HttpServletResponse response = request.getServletResponse();
    request.getServer().addHeadersToResponse(response);
    headers(format, language).forEach(it -> response.setHeader(it.name(), it.value()));
    response.setContentType(format.contentType());
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8))) {
      BundleReport bundle = new BundleReport(request.getFhirServerBase());
      switch (format) {
        case JSON -> bundle.writeJson(report, out);
        case XML -> bundle.writeXml(report, out);
        case CSV -> new CsvReport(language).write(report, out);
        case HTML -> html.write(Objects.requireNonNull(page), out);
      }
    }
  }

  private record Header(String name, String value) {}

  private List<Header> headers(ReportFormat format, ReportLanguage language) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Cache-Control", "no-store"));
    headers.add(new Header("X-Content-Type-Options", "nosniff"));
    headers.add(new Header("Vary", "Accept, Accept-Language"));
    if (format == ReportFormat.CSV) {
      headers.add(new Header("Content-Disposition", "attachment; filename=\"access-report.csv\""));
    }
    if (format == ReportFormat.HTML) {
      headers.add(
          new Header(
              "Content-Security-Policy",
              "default-src 'none'; style-src "
                  + html.styleSource()
                  + "; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"));
      headers.add(new Header("Referrer-Policy", "no-referrer"));
    }
    if (format == ReportFormat.CSV || format == ReportFormat.HTML) {
      headers.add(new Header("Content-Language", language.tag()));
    }
    return headers;
  }
}
