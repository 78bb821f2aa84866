package org.andiron.consent.intake;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import org.andiron.consent.directive.KnownReferences;
import org.andiron.consent.identifier.IdentifiedResources;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.storage.RestrictedAccess;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What references in a Consent stand for, as far as it exists for what this thread does in its
 * transaction, with what the transaction has stored so far.
 */
public final class StoredReferences {

  private static final String EXISTS =
      "select exists (select 1 from hfj_resource"
          + " where res_type = ? and fhir_id = ? and res_deleted_at is null)";

  private static final String IN_RECORD =
      """
      select exists (
        select 1 from hfj_resource p
        join hfj_resource r on r.res_type = ? and r.fhir_id = ? and r.res_deleted_at is null
        where p.res_type = 'Patient' and p.fhir_id = ? and (r.res_id = p.res_id or exists (
          select 1 from andiron.compartment c
          where c.res_id = r.res_id and c.patient = p.res_id and c.to_version is null)))
      """;

  private final JdbcOperations jdbc;
  private final EntityManager session;
  private final IdentifiedResources identified;
  private final JpaStorageSettings settings;
  private final ObjectProvider<RestrictedAccess> access;

  /**
   * @param session that of the transaction
   */
  public StoredReferences(
      JdbcOperations jdbc,
      EntityManager session,
      IdentifiedResources identified,
      JpaStorageSettings settings,
      ObjectProvider<RestrictedAccess> access) {
    this.access = access;
    this.jdbc = jdbc;
    this.session = session;
    this.identified = identified;
    this.settings = settings;
  }

  /**
   * Those of a Consent that is about to be stored, in the transaction that stores it.
   *
   * @param request for which it is stored
   */
  public KnownReferences within(@Nullable RequestDetails request) {
    return within(request, Optional.empty());
  }

  /**
   * Those of a Consent that has been stored. It may already withhold from whoever stores it what it
   * names of the patient's record.
   *
   * @param patient whose consent it is; nobody if that is not known
   */
  KnownReferences within(@Nullable RequestDetails request, Optional<ResourceRef> patient) {
    return new KnownReferences() {
      @Override
      public boolean exists(ResourceRef resource) {
        // What HAPI has stored in this transaction may not be in the database yet.
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
          session.flush();
        }
        return is(EXISTS, resource.type(), resource.id())
            || (patient.isPresent()
                && access
                    .getObject()
                    .unrestricted(
                        () -> is(IN_RECORD, resource.type(), resource.id(), patient.get().id())));
      }

      @Override
      public boolean exists(BusinessIdentifier identifier) {
        return identified.exists(identifier, Actor.TYPES, request);
      }

      @Override
      public Optional<String> relative(String absoluteUrl) {
        return settings.getTreatBaseUrlsAsLocal().stream()
            .map(base -> base + "/")
            .filter(absoluteUrl::startsWith)
            .map(base -> absoluteUrl.substring(base.length()))
            .findFirst();
      }
    };
  }

  private boolean is(String sql, Object... values) {
    return Boolean.TRUE.equals(jdbc.queryForObject(sql, Boolean.class, values));
  }
}
