package org.andiron.consent.glass;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.Requester;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.security.Caller;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Records that the glass is broken and what for, before anything is shown for it. What cannot be
 * recorded fails, and so does the request.
 */
public final class GlassRecords {

  private static final Logger LOG = LoggerFactory.getLogger(GlassRecords.class);

  private static final String EXISTS =
      "select exists (select 1 from hfj_resource"
          + " where res_type = ? and fhir_id = ? and res_deleted_at is null)";

  private final DaoRegistry daos;
  private final IHapiTransactionService transactions;
  private final JdbcTemplate jdbc;
  private final GlassOpenings openings;
  private final AuditTrail trail;

  public GlassRecords(
      DaoRegistry daos,
      IHapiTransactionService transactions,
      JdbcTemplate jdbc,
      GlassOpenings openings,
      AuditTrail trail) {
    this.daos = daos;
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.openings = openings;
    this.trail = trail;
  }

  /** Breaks the glass of one patient: with its alert and the Task for review, or not at all. */
  public GlassOpening open(Caller caller, String patient, String reason, Duration atMost) {
    GlassOpening opening =
        Objects.requireNonNull(
            transactions.withSystemRequest().execute(() -> begin(caller, patient, reason, atMost)));
    LOG.warn("The glass of a record was broken; Task/{} asks for a review", opening.task());
    return opening;
  }

  private GlassOpening begin(Caller caller, String patient, String reason, Duration atMost) {
    Requester requester = trail.requester();
    UUID alert =
        trail.recordWithin(
            trail
                .event(EventKind.BREAK_GLASS_START, requester)
                .patients(List.of(patient))
                .reason(reason)
                .build());
    Task review = GlassReview.of(patient, user(caller), alert);
    String task =
        daos.getResourceDao(Task.class)
            .create(review, new SystemRequestDetails())
            .getId()
            .getIdPart();
    return openings.begin(caller.party(), requester, patient, reason, atMost, task);
  }

  /**
   * Records a request for which the glass of some patients is broken.
   *
   * @param target what it is about, of nobody in particular
   */
  public void used(String target, List<GlassOpening> open) {
    open.forEach(it -> trail.record(use(target, it.patient(), it.reason())));
  }

  /** Records what is shown for an emergency of patients whose glass did not have to be broken. */
  public void shown(String target, Collection<String> patients) {
    patients.forEach(it -> trail.record(use(target, it, "")));
  }

  /** Of one patient: what another is told is none of theirs. */
  private AuditedEvent use(String target, String patient, String reason) {
    return trail
        .event(EventKind.BREAK_GLASS_USE)
        .patients(List.of(patient))
        .data(DataObject.named(target))
        .reason(reason)
        .build();
  }

  /** A token may name a resource that is not here, to which nothing here can refer. */
  private Reference user(Caller caller) {
    Optional<ResourceRef> known =
        caller
            .fhirUser()
            .flatMap(ResourceRef::ofRelative)
            .filter(
                it ->
                    Boolean.TRUE.equals(
                        jdbc.queryForObject(EXISTS, Boolean.class, it.type(), it.id())));
    return known.map(it -> new Reference(it.toString())).orElseGet(Reference::new);
  }
}
