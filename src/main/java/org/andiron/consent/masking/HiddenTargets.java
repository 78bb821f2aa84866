package org.andiron.consent.masking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.andiron.consent.facts.ResourceElements;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.storage.RestrictedAccess;
import org.andiron.visibility.Withheld;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds references to resources that patients withhold. What they say of their targets beside the
 * id would tell what is withheld; what a caller has no right to see by roles and scopes alone is
 * named as it is.
 */
final class HiddenTargets {

  /** As the policies on the tables say it, see {@code V25__consent.sql}. */
  private static final String WITHHELD =
      """
      with exempt as materialized (
        select res_id from hfj_resource where res_type = 'Patient' and fhir_id = any(?::text[]))
      select r.res_type, r.fhir_id
      from unnest(?::text[], ?::text[]) w (type, id)
      join hfj_resource r on r.res_type = w.type and r.fhir_id = w.id
      where exists (
        select 1 from andiron.ruled d
        where d.res_id = r.res_id and d.to_version is null
          and (d.rule > ? or case when d.patient in (select res_id from exempt)
            then d.rule = any(?::int[]) else d.rule = any(?::int[]) end))
      """;

  private final ResourceElements elements;
  private final ObjectProvider<RestrictedAccess> access;
  private final JdbcTemplate jdbc;
  private final Supplier<? extends Collection<String>> ownBases;

  /**
   * @param ownBases base URLs of this server, without trailing slashes
   */
  HiddenTargets(
      ResourceElements elements,
      ObjectProvider<RestrictedAccess> access,
      JdbcTemplate jdbc,
      Supplier<? extends Collection<String>> ownBases) {
    this.elements = elements;
    this.access = access;
    this.jdbc = jdbc;
    this.ownBases = ownBases;
  }

  /**
   * The references of some resources that say more of something withheld than its id.
   *
   * @return for each resource its own, in the same order
   */
  List<List<Reference>> tellingReferences(List<? extends Resource> resources, Withheld withheld) {
    List<List<Reference>> telling = new ArrayList<>();
    Set<ResourceRef> targets = new LinkedHashSet<>();
    for (Resource resource : resources) {
      List<Reference> ofResource = new ArrayList<>();
      for (ResourceElements.Part part : elements.ofType(resource, Reference.class)) {
        Reference reference = (Reference) part.place().value();
        if (tellsMore(reference)) {
          target(reference)
              .ifPresent(
                  it -> {
                    targets.add(it);
                    ofResource.add(reference);
                  });
        }
      }
      telling.add(ofResource);
    }
    Set<ResourceRef> hidden = targets.isEmpty() ? Set.of() : hidden(targets, withheld);
    telling.forEach(some -> some.removeIf(it -> !hidden.contains(target(it).orElseThrow())));
    return telling;
  }

  /** Takes away what a reference says beside the id. */
  static void blank(Reference reference) {
    reference.setDisplay(null);
    reference.setIdentifier(null);
    reference.getExtension().clear();
  }

  /** Has a reference say what another says. */
  static void tell(Reference reference, Reference other) {
    reference.setDisplay(other.getDisplay());
    reference.setIdentifier(other.hasIdentifier() ? other.getIdentifier() : null);
    reference.setExtension(other.getExtension());
  }

  /** Whether a reference says more than the id. */
  static boolean tellsMore(Reference reference) {
    return reference.hasDisplayElement() || reference.hasIdentifier() || reference.hasExtension();
  }

  /** The resource of this server that a reference names. */
  Optional<ResourceRef> target(Reference reference) {
    @Nullable String url = reference.getReference();
    if (url == null) {
      return Optional.empty();
    }
    for (String base : ownBases.get()) {
      if (url.startsWith(base + '/')) {
        return ResourceRef.ofRelative(url.substring(base.length() + 1));
      }
    }
    return ResourceRef.ofRelative(url);
  }

  private Set<ResourceRef> hidden(Set<ResourceRef> targets, Withheld withheld) {
    return access
        .getObject()
        .unrestricted(
            () ->
                new HashSet<>(
                    jdbc.query(
                        WITHHELD,
                        (row, number) -> new ResourceRef(row.getString(1), row.getString(2)),
                        withheld.exemptPatients().toArray(String[]::new),
                        targets.stream().map(ResourceRef::type).toArray(String[]::new),
                        targets.stream().map(ResourceRef::id).toArray(String[]::new),
                        withheld.known(),
                        withheld.exemptRules().toArray(Integer[]::new),
                        withheld.rules().toArray(Integer[]::new))));
  }
}
