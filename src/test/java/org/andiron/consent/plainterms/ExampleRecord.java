package org.andiron.consent.plainterms;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.decision.ResourceFactsBuilder;
import org.andiron.consent.decision.SecurityLabels;
import org.andiron.consent.directive.KnownReferences;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The people and resources of the page, and what consents can ask of them. */
final class ExampleRecord implements KnownReferences {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();

  private final Map<ResourceRef, Resource> resources = new LinkedHashMap<>();

  ExampleRecord() {
    Bundle bundle = CONTEXT.newJsonParser().parseResource(Bundle.class, PlainTerms.record());
    for (BundleEntryComponent entry : bundle.getEntry()) {
      resources.put(ref(entry.getRequest().getUrl()), entry.getResource());
    }
  }

  static ResourceRef ref(String reference) {
    String[] parts = reference.split("/", 2);
    return new ResourceRef(parts[0], parts[1]);
  }

  @Override
  public boolean exists(ResourceRef resource) {
    return resources.containsKey(resource);
  }

  @Override
  public boolean exists(BusinessIdentifier identifier) {
    return false;
  }

  @Override
  public Optional<String> relative(String absoluteUrl) {
    return Optional.empty();
  }

  /** As the labelling rules and the extraction of facts would find them. */
  ResourceFacts facts(ResourceRef resource) {
    Resource found = Optional.ofNullable(resources.get(resource)).orElseThrow();
    Set<ResourceRef> refersTo =
        CONTEXT.newTerser().getAllPopulatedChildElementsOfType(found, Reference.class).stream()
            .map(it -> ref(it.getReference()))
            .collect(Collectors.toSet());
    ResourceFactsBuilder facts =
        ResourceFacts.of(resource)
            .labels(
                SecurityLabels.of(
                    found.getMeta().getSecurity().stream()
                        .map(it -> new Code(it.getSystem(), it.getCode()))
                        .toList(),
                    true))
            .time(time(found))
            .refersTo(new ReferenceSet(refersTo, Set.of()));
    refersTo.add(resource);
    return facts
        .patients(
            refersTo.stream().filter(it -> it.type().equals("Patient")).toArray(ResourceRef[]::new))
        .build();
  }

  private static @Nullable TimeRange time(Resource resource) {
    if (resource instanceof Observation observation) {
      return range(observation.getEffectiveDateTimeType());
    }
    if (resource instanceof Condition condition) {
      return range(condition.getOnsetDateTimeType());
    }
    return resource instanceof Encounter encounter
        ? new TimeRange(
            range(encounter.getPeriod().getStartElement()).from(),
            range(encounter.getPeriod().getEndElement()).until())
        : null;
  }

  private static TimeRange range(BaseDateTimeType time) {
    String text = time.getValueAsString();
    return switch (text.length()) {
      case 7 -> days(YearMonth.parse(text).atDay(1), YearMonth.parse(text).plusMonths(1).atDay(1));
      case 10 -> days(LocalDate.parse(text), LocalDate.parse(text).plusDays(1));
      default -> {
        Instant instant = Instant.parse(text);
        yield new TimeRange(instant, instant.plusSeconds(1));
      }
    };
  }

  private static TimeRange days(LocalDate first, LocalDate next) {
    return new TimeRange(
        first.atStartOfDay().toInstant(ZoneOffset.UTC),
        next.atStartOfDay().toInstant(ZoneOffset.UTC));
  }
}
