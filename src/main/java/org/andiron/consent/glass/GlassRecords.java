package org.andiron.consent.glass;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.security.Caller;
import org.andiron.security.EmergencyAccessEvent;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
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
  private final Supplier<String> issuer;
  private final ApplicationEventPublisher events;

  /**
   * @param issuer of the tokens of this server
   */
  public GlassRecords(
      DaoRegistry daos,
      IHapiTransactionService transactions,
      JdbcTemplate jdbc,
      GlassOpenings openings,
      Supplier<String> issuer,
      ApplicationEventPublisher events) {
    this.daos = daos;
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.openings = openings;
    this.issuer = issuer;
    this.events = events;
  }

  /** Breaks the glass of one patient: with its alert and the Task for review, or not at all. */
  public GlassOpening open(GlassUse use, String patient, String reason, Duration atMost) {
    GlassOpening opening =
        Objects.requireNonNull(
            transactions.withSystemRequest().execute(() -> begin(use, patient, reason, atMost)));
    LOG.warn("The glass of a record was broken; Task/{} asks for a review", opening.task());
    events.publishEvent(
        new EmergencyAccessEvent.Opened(
            use.caller(), use.purpose().toString(), patient, reason, opening.expires()));
    return opening;
  }

  private GlassOpening begin(GlassUse use, String patient, String reason, Duration atMost) {
    Reference user = user(use.caller());
    String alert = store(AuditEvent.class, alert(use.caller(), user).of(use, patient, reason));
    String task =
        store(Task.class, GlassReview.of(patient, user, new Reference("AuditEvent/" + alert)));
    return openings.begin(use.caller().party(), patient, reason, atMost, task);
  }

  /** Records a request for which the glass of some patients is broken. */
  public void used(GlassUse use, List<GlassOpening> open) {
    GlassAlert alert = alert(use.caller(), user(use.caller()));
    transactions
        .withSystemRequest()
        .execute(
            () ->
                open.forEach(
                    it -> store(AuditEvent.class, alert.of(use, it.patient(), it.reason()))));
    open.forEach(
        it ->
            events.publishEvent(
                new EmergencyAccessEvent.Used(
                    use.caller(), use.purpose().toString(), it.patient(), it.reason())));
  }

  /** Records what is shown for an emergency of patients whose glass did not have to be broken. */
  public void shown(GlassUse use, Collection<String> patients) {
    GlassAlert alert = alert(use.caller(), user(use.caller()));
    transactions
        .withSystemRequest()
        .execute(() -> patients.forEach(it -> store(AuditEvent.class, alert.of(use, it, ""))));
    patients.forEach(
        it ->
            events.publishEvent(
                new EmergencyAccessEvent.Used(use.caller(), use.purpose().toString(), it, "")));
  }

  private GlassAlert alert(Caller caller, Reference user) {
    return new GlassAlert(caller.issuer().orElseGet(issuer), user);
  }

  private <T extends IBaseResource> String store(Class<T> type, T resource) {
    return daos.getResourceDao(type)
        .create(resource, new SystemRequestDetails())
        .getId()
        .getIdPart();
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
