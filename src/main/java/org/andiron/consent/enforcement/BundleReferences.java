package org.andiron.consent.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import jakarta.persistence.EntityManager;
import java.util.LinkedHashSet;
import java.util.Set;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.server.RequestPipeline;
import org.andiron.storage.RestrictedAccess;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Lets nobody store a Bundle whose entries refer to what does not exist for them, or are copies of
 * a Patient who does not. HAPI looks only at the references of the Bundle itself. A Bundle is under
 * the consents of the Patients who are there, so that by what becomes of it whoever stored it would
 * learn whether they are.
 */
public final class BundleReferences {

  private static final String MISSING =
      """
      select n.type || '/' || n.id
      from unnest(?::text[], ?::text[]) with ordinality n (type, id, place)
      where not exists (
        select from hfj_resource r where r.res_type = n.type and r.fhir_id = n.id)
      order by n.place limit 1
      """;

  private final JdbcTemplate jdbc;
  private final EntityManager session;
  private final StoredFacts facts;
  private final ObjectProvider<RestrictedAccess> access;

  /**
   * @param session that of the transaction
   */
  BundleReferences(
      JdbcTemplate jdbc,
      EntityManager session,
      StoredFacts facts,
      ObjectProvider<RestrictedAccess> access) {
    this.jdbc = jdbc;
    this.session = session;
    this.facts = facts;
    this.access = access;
  }

  /** When references are those under which things are stored. */
  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = RequestPipeline.CONSENT)
  public void created(IBaseResource resource) {
    requireExisting(null, resource);
  }

  /** What the Bundle has led to before may stay: it is visible, so nothing of that is withheld. */
  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = RequestPipeline.CONSENT)
  public void updated(@Nullable IBaseResource before, IBaseResource after) {
    requireExisting(before, after);
  }

  private void requireExisting(@Nullable IBaseResource before, IBaseResource after) {
    if (!(after instanceof Bundle bundle) || !access.getObject().isRestricted()) {
      return;
    }
    Set<ResourceRef> named = new LinkedHashSet<>(facts.namedIn(bundle));
    if (before instanceof Bundle known) {
      named.removeAll(facts.namedIn(known));
    }
    if (named.isEmpty()) {
      return;
    }
    // What the same transaction has stored may not be in the database yet.
    session.flush();
    jdbc.queryForList(
            MISSING,
            String.class,
            named.stream().map(ResourceRef::type).toArray(String[]::new),
            named.stream().map(ResourceRef::id).toArray(String[]::new))
        .forEach(
            missing -> {
              throw new InvalidRequestException(
                  "An entry of the Bundle names %s, which is not found; nothing was stored."
                      .formatted(missing));
            });
  }
}
