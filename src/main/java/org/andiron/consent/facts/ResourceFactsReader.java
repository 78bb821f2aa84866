package org.andiron.consent.facts;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.andiron.consent.decision.InnerData;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.decision.SecurityLabels;
import org.andiron.consent.directive.TimeReader;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.ResourceRef;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;

/**
 * Reads what consents can ask of R4 resources, of whatever type. It holds no state but what it has
 * learned of the model, changes nothing in what it reads, and may be used by many threads.
 *
 * <p>Some points:
 *
 * <ul>
 *   <li>All codings count, also those of {@code meta} and of resources that a Bundle holds. One
 *       without code system is a code of no system, as it is in a consent.
 *   <li>Attachments refer to what their URL names if that is a resource of this server; canonical
 *       URLs refer to nothing. In an entry of a Bundle that was copied from another server, what is
 *       relative is there, not here.
 *   <li>What a contained resource has, its container has; it is one of the parts if it has labels.
 *       Types and profiles of what is inside are known apart, and so is what it is a copy of and
 *       who wrote it: they matter to what denies alone.
 *   <li>What has no id yet is referred to by nothing, and is itself only by its identifiers.
 * </ul>
 */
public final class ResourceFactsReader {

  private static final String PATIENT = "Patient";

  private final ModelElements model;
  private final RelevantTime relevantTime;
  private final AuthorElements authorElements;
  private final OwnIdentifiers ownIdentifiers;
  private final References.Reading reading;

  /**
   * @param zone in which dates without a time of day are meant
   * @param ownBases base URLs of this server, without trailing slashes
   * @param known what is known of those to which resources refer
   */
  public ResourceFactsReader(
      FhirContext context,
      ZoneId zone,
      Supplier<? extends Collection<String>> ownBases,
      KnownResources known) {
    this.model = new ModelElements(context);
    this.relevantTime = new RelevantTime(model, new TimeReader(zone));
    this.authorElements = new AuthorElements(model);
    this.ownIdentifiers = new OwnIdentifiers(model);
    this.reading =
        new References.Reading(
            ownIdentifiers, Set.copyOf(context.getResourceTypes()), ownBases, known);
  }

  private ResourceFactsReader(ResourceFactsReader like, KnownResources known) {
    this.model = like.model;
    this.relevantTime = like.relevantTime;
    this.authorElements = like.authorElements;
    this.ownIdentifiers = like.ownIdentifiers;
    this.reading =
        new References.Reading(
            ownIdentifiers, like.reading.types(), like.reading.ownBases(), known);
  }

  /** The same, to which something else is known of those to which resources refer. */
  public ResourceFactsReader knowing(KnownResources known) {
    return new ResourceFactsReader(this, known);
  }

  /**
   * What can be asked of a resource.
   *
   * @param patients ids of the Patients whose record it is part of
   * @param referrers what refers to it, and to what is inside
   * @param labelled whether the labelling rules looked at it as it is
   */
  public ResourceFacts read(
      Resource resource, Collection<String> patients, Referrers referrers, boolean labelled) {
    String id = resource.getIdPart();
    ResourceRef self = new ResourceRef(resource.fhirType(), id == null ? "" : id);
    FactsCollector found = new FactsCollector(reading, resource, labelled);
    ElementWalk.through(resource, model, found);
    ReferenceSet named =
        new ReferenceSet(id == null ? Set.of() : Set.of(self), ownIdentifiers.of(resource));
    return ResourceFacts.of(self)
        .self(named)
        .patients(
            patients.stream()
                .map(it -> new ResourceRef(PATIENT, it))
                .distinct()
                .toArray(ResourceRef[]::new))
        .profiles(profiles(resource))
        .inner(found.inner())
        .mediaTypes(found.mediaTypes())
        .formats(found.formats())
        .codes(found.codes())
        .labels(SecurityLabels.of(Labels.of(resource), labelled))
        .time(relevantTime.of(resource))
        .refersTo(found.refersTo().all())
        .referredBy(referrers.of(named))
        .authors(authors(resource, new References(reading, resource)))
        .innerData(innerData(resource, found, referrers))
        .parts(found.parts())
        .build();
  }

  /**
   * Of what else a resource tells, so that who may not have that may not have the resource: a
   * RiskAssessment of its basis, a Provenance of its targets, a Bundle of the Patients to whom its
   * entries refer, or who are among them. Others tell of nothing.
   */
  public Set<ResourceRef> toldBy(Resource resource) {
    References told = new References(reading, resource);
    if (resource instanceof RiskAssessment assessment) {
      assessment.getBasis().forEach(told::add);
    } else if (resource instanceof Provenance provenance) {
      provenance.getTarget().forEach(told::add);
    } else if (resource instanceof Bundle bundle) {
      Set<ResourceRef> named = namedIn(bundle);
      named.removeIf(it -> !it.type().equals(PATIENT));
      return named;
    }
    return told.all().references();
  }

  /**
   * To what a resource refers, anywhere in it, and the Patients of whom there are copies in a
   * Bundle.
   */
  public Set<ResourceRef> namedIn(Resource resource) {
    FactsCollector found = new FactsCollector(reading, resource, true);
    ElementWalk.through(resource, model, found);
    Set<ResourceRef> named = new LinkedHashSet<>(found.entries());
    named.removeIf(it -> !it.type().equals(PATIENT));
    named.addAll(found.refersTo().all().references());
    return named;
  }

  static Set<String> profiles(Resource resource) {
    Set<String> profiles = new LinkedHashSet<>();
    if (resource.hasMeta() && resource.getMeta().hasProfile()) {
      for (CanonicalType profile : resource.getMeta().getProfile()) {
        if (profile.hasValue()) {
          profiles.add(new ContentClass.WithProfile(profile.getValue()).url());
        }
      }
    }
    return profiles;
  }

  private InnerData innerData(Resource resource, FactsCollector found, Referrers referrers) {
    if (found.inside().isEmpty()) {
      return InnerData.NONE;
    }
    References copies = new References(reading, resource);
    found.entries().forEach(copies::add);
    ReferenceSet authors = ReferenceSet.EMPTY;
    for (FactsCollector.Inner inner : found.inside()) {
      copies.addIdentifiers(inner.resource());
      authors =
          authors.and(
              authors(inner.resource(), new References(reading, inner.holder(), inner.foreign())));
    }
    ReferenceSet self = copies.all();
    return new InnerData(self, referrers.of(self), authors);
  }

  private ReferenceSet authors(Resource resource, References authors) {
    for (Reference author : authorElements.of(resource)) {
      authors.addPerson(author);
    }
    return authors.all();
  }
}
