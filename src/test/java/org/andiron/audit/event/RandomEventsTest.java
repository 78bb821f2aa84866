package org.andiron.audit.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hl7.fhir.r4.formats.JsonParser;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.DecimalType;

/** Whatever is there or not, and whatever people call themselves. */
class RandomEventsTest {

  private static final String EVERY_CHARACTER =
      IntStream.rangeClosed(0, 0xFFFF)
          .mapToObj(it -> String.valueOf((char) it))
          .collect(Collectors.joining());

  @Property(tries = 3_000)
  void conformToTheProfilesThatTheyClaim(@ForAll("events") AuditedEvent event) {
    List<AuditedEvent> events = event.perPatient();

    assertThat(events).hasSize(Math.max(1, event.patients().size()));
    for (AuditedEvent one : events) {
      AuditEvent resource = AuditEvents.toFhir(one);
      assertThat(BalpConformance.problems(resource)).isEmpty();
      assertThat(
              resource.getEntity().stream()
                  .filter(it -> it.getType().getCode().equals("1"))
                  .map(it -> it.getWhat().getReference().replace("Patient/", "")))
          .containsExactlyElementsOf(one.patients());
      assertThat(bytes(one)).isEqualTo(bytes(one));
    }
  }

  @Property(tries = 150)
  void conformInTheWordsOfFhir(@ForAll("events") AuditedEvent event) {
    for (AuditedEvent one : event.perPatient()) {
      assertThat(BalpDefinitions.errors(AuditEvents.toFhir(one))).isEmpty();
    }
  }

  @Property(tries = 3_000)
  void haveTheBytesOfThePublishersParser(@ForAll("events") AuditedEvent event) throws IOException {
    for (AuditedEvent one : event.perPatient()) {
      AuditEvent resource = AuditEvents.toFhir(one);
      assertThat(AuditEvents.canonicalJson(resource))
          .isEqualTo(new JsonParser().composeBytes(resource));
    }
  }

  /** Also those that other systems report, with texts that ours never have. */
  @Property(tries = 100)
  void haveTheBytesOfThePublishersParserWhateverIsWritten(@ForAll String text) throws IOException {
    AuditEvent resource = AuditEvents.toFhir(SampleEvents.full(EventKind.READ, "p1"));
    resource.setOutcomeDesc(text);
    resource.getAgentFirstRep().setName(EVERY_CHARACTER + text).addPolicyElement().setId("empty");
    resource.addExtension("urn:x", new DecimalType("1.50"));
    assertThat(AuditEvents.canonicalJson(resource))
        .isEqualTo(new JsonParser().composeBytes(resource));
  }

  /** What is claimed is told by what there is alone, not by what it is called. */
  @Property(tries = 1_000)
  void ofTheRestAreClaimedWheneverTheySucceed(@ForAll("events") AuditedEvent event) {
    String profile =
        switch (event.kind()) {
          case CREATE -> "Create";
          case READ, VREAD -> "Read";
          case UPDATE, PATCH -> "Update";
          case DELETE, EXPORT_DELETE -> "Delete";
          case SEARCH_TYPE, SEARCH_SYSTEM, COUNT, OPERATION, GRAPHQL -> "Query";
          default -> "";
        };
    if (profile.isEmpty()) {
      return;
    }
    for (AuditedEvent one : event.perPatient()) {
      String url =
          "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit."
              + (one.patients().isEmpty() ? "" : "Patient")
              + profile;
      assertThat(AuditEvents.toFhir(one).getMeta().hasProfile(url))
          .isEqualTo(one.outcome().failure().isEmpty());
    }
  }

  @Provide
  Arbitrary<AuditedEvent> events() {
    return RandomEvents.any();
  }

  private static byte[] bytes(AuditedEvent event) {
    return AuditEvents.canonicalJson(AuditEvents.toFhir(event));
  }
}
