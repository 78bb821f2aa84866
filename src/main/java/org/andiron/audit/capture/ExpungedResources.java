package org.andiron.audit.capture;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Records of resources that they are removed for good, with all that tells that they were there.
 */
@Interceptor
public final class ExpungedResources {

  private static final String OWNERS =
      """
      select r.res_type || '/' || r.fhir_id as target,
        coalesce(array_agg(distinct p.fhir_id) filter (where p.fhir_id is not null), '{}') as patients
      from hfj_resource r
      left join andiron.compartment c on c.res_id = r.res_id
      left join hfj_resource p on p.res_id = c.patient
      where r.res_id = any(?::bigint[])
      group by r.res_id
      """;

  private final AuditTrail trail;
  private final RecordsOfAnswer records;
  private final JdbcOperations jdbc;

  ExpungedResources(AuditTrail trail, RecordsOfAnswer records, JdbcOperations jdbc) {
    this.trail = trail;
    this.records = records;
    this.jdbc = jdbc;
  }

  /** A version, in the transaction that removes it. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_EXPUNGE_RESOURCE)
  public void expunge(IBaseResource resource) {
    ShownResource removed = records.of(resource);
    record(removed.reference(), List.copyOf(removed.patients()));
  }

  /** Resources that match what somebody asked to delete in this way. */
  @Hook(Pointcut.STORAGE_PRE_DELETE_EXPUNGE_PID_LIST)
  public void expunge(String type, List<?> keys) {
    Long[] numbers = keys.stream().map(it -> Long.valueOf(it.toString())).toArray(Long[]::new);
    List<Removed> removed = new ArrayList<>();
    jdbc.query(
        OWNERS,
        row -> {
          removed.add(
              new Removed(
                  row.getString("target"),
                  List.of((String[]) row.getArray("patients").getArray())));
        },
        (Object) numbers);
    removed.forEach(it -> record(it.target(), it.patients()));
  }

  /** All there is goes without a word of what it was: of that there could be no record. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_EXPUNGE_EVERYTHING)
  public void expungeEverything() {
    throw new InvalidRequestException(
        "expungeEverything removes what could not be recorded one by one; nothing was done."
            + " $delete-expunge removes all that criteria find, type by type.");
  }

  private record Removed(String target, List<String> patients) {}

  private void record(String reference, List<String> patients) {
    trail.record(
        trail
            .event(EventKind.EXPUNGE)
            .patients(patients)
            .data(DataObject.resource(reference))
            .build());
  }
}
