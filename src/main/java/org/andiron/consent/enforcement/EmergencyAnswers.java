package org.andiron.consent.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.consent.glass.GlassRecords;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.server.RequestPipeline;
import org.andiron.visibility.Reader;
import org.andiron.visibility.VisibilityOfRequest;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Records what is shown or counted for the purpose of breaking the glass where none has to be
 * broken, because the patient or a policy permits it: before the answer leaves, or it does not.
 */
public final class EmergencyAnswers {

  private static final String PATIENTS =
      """
      select p.fhir_id from hfj_resource p
      where p.res_id in (
        select c.patient
        from unnest(?::text[], ?::text[]) shown (type, id)
        join hfj_resource r on r.res_type = shown.type and r.fhir_id = shown.id
        join andiron.consented c on c.res_id = r.res_id and c.to_version is null
        union select unnest(?::bigint[]))
      """;

  private final JdbcTemplate jdbc;
  private final GlassRecords records;

  EmergencyAnswers(JdbcTemplate jdbc, GlassRecords records) {
    this.jdbc = jdbc;
    this.records = records;
  }

  /** Of requests behind broken glass it is recorded already; entries are part of their Bundle. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.CONSENT)
  public void answer(@Nullable RequestDetails request, @Nullable IBaseResource response) {
    Optional<Reader> reader = VisibilityOfRequest.reader(request);
    Optional<Caller> caller = CallerOfRequest.of(request);
    Optional<Set<Long>> counted = EmergencyCounts.of(request);
    if (response == null
        || counted.isEmpty()
        || reader.isEmpty()
        || caller.isEmpty()
        || !(request instanceof ServletRequestDetails details)
        || request instanceof ServletSubRequestDetails
        || details.getRestOperationType() == null
        || GlassOfRequest.OPERATION.equals(details.getOperation())) {
      return;
    }
    Set<String> patients = patients(response, counted.get());
    patientOfOperation(details).ifPresent(patients::add);
    patients.removeAll(reader.get().opened());
    if (!patients.isEmpty()) {
      records.shown(GlassOfRequest.target(details), patients);
    }
  }

  /** What an operation computes of a record, such as a score, may have neither id nor row. */
  private static Optional<String> patientOfOperation(ServletRequestDetails request) {
    String operation = request.getOperation();
    return operation != null
            && operation.startsWith("$")
            && "Patient".equals(request.getResourceName())
            && request.getId() != null
        ? Optional.of(request.getId().getIdPart())
        : Optional.empty();
  }

  private Set<String> patients(IBaseResource response, Set<Long> counted) {
    List<IBaseResource> shown = new ArrayList<>();
    collect(response, shown);
    shown.removeIf(it -> !it.getIdElement().hasIdPart());
    return shown.isEmpty() && counted.isEmpty()
        ? new TreeSet<>()
        : new TreeSet<>(
            jdbc.queryForList(
                PATIENTS,
                String.class,
                shown.stream().map(IBaseResource::fhirType).toArray(String[]::new),
                shown.stream().map(it -> it.getIdElement().getIdPart()).toArray(String[]::new),
                counted.toArray(Long[]::new)));
  }

  private static void collect(@Nullable IBaseResource answer, List<IBaseResource> shown) {
    if (answer instanceof Bundle bundle) {
      for (BundleEntryComponent entry : bundle.getEntry()) {
        collect(entry.getResource(), shown);
      }
    } else if (answer instanceof Parameters parameters) {
      for (ParametersParameterComponent parameter : parameters.getParameter()) {
        collect(parameter.getResource(), shown);
      }
    }
    if (answer != null) {
      shown.add(answer);
    }
  }
}
