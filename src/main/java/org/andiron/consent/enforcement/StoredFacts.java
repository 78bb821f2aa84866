package org.andiron.consent.enforcement;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.facts.Referrers;
import org.andiron.consent.facts.ResourceFactsReader;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ResourceRef;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What consents can ask of stored resources: the one source for the rules that are enforced and for
 * what is said of them.
 */
final class StoredFacts {

  private final JdbcTemplate jdbc;
  private final ResourceFactsReader facts;
  private final StoredVersions versions;
  private final NamedData legallyNamed;

  /**
   * @param facts reads what resources say themselves
   * @param legallyNamed what legal policies ask for, whatever consents do
   */
  StoredFacts(
      JdbcTemplate jdbc,
      ResourceFactsReader facts,
      StoredVersions versions,
      NamedData legallyNamed) {
    this.jdbc = jdbc;
    this.facts = facts;
    this.versions = versions;
    this.legallyNamed = legallyNamed;
  }

  /**
   * Of resources, as far as some consents ask: by what other names they are linked takes
   * statements.
   *
   * @param consents of their patients
   */
  Reading asked(Collection<List<ConsentDirective>> consents) {
    NamedData named =
        NamedData.in(consents.stream().flatMap(List::stream).toList()).and(legallyNamed);
    if (named.isEmpty()) {
      return new Reading(facts, Referrers.NONE);
    }
    NamedRecords records = NamedRecords.read(named, jdbc, versions, facts, new KnownRecords(jdbc));
    return new Reading(facts.knowing(records), records);
  }

  /** Of what else a resource tells. */
  Set<ResourceRef> toldBy(Resource resource) {
    return facts.toldBy(resource);
  }

  /**
   * What a resource names, in the form {@code Patient/1}. Not the Binaries, which are there or not
   * for whoever may have what refers to them.
   */
  Set<String> namedIn(Resource resource) {
    Set<String> names = new LinkedHashSet<>();
    for (ResourceRef named : facts.namedIn(resource)) {
      if (!named.type().equals("Binary")) {
        names.add(named.type() + '/' + named.id());
      }
    }
    return names;
  }

  /** Reads the facts of versions, and of what is not stored. */
  static final class Reading implements PatientRecords.UnstoredFacts {

    private final ResourceFactsReader facts;
    private final Referrers referrers;

    private Reading(ResourceFactsReader facts, Referrers referrers) {
      this.facts = facts;
      this.referrers = referrers;
    }

    /** Empty if the version deletes the resource, or is part of nobody's record. */
    Optional<ResourceFacts> of(StoredVersion version) {
      return version.patients().isEmpty()
          ? Optional.empty()
          : version
              .content()
              .map(content -> of(content, version.patients().values(), version.labelled()));
    }

    @Override
    public ResourceFacts of(Resource content, Collection<String> patients, boolean labelled) {
      return facts.read(content, patients, referrers, labelled);
    }
  }
}
