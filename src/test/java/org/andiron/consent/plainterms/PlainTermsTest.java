package org.andiron.consent.plainterms;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.decision.ConsentEvaluator;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.Requester;
import org.andiron.consent.directive.ConsentReader;
import org.andiron.consent.directive.ConsentReading;
import org.andiron.consent.plainterms.PlainTerms.Example;
import org.andiron.consent.plainterms.PlainTerms.Expectation;
import org.andiron.consent.plainterms.PlainTerms.Person;
import org.andiron.consent.policy.ConsentPolicyFiles;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSubsumption;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reads the consents of the page, and decides each row of its tables. */
class PlainTermsTest {

  private static final PlainTerms PAGE = PlainTerms.read();
  private static final ExampleRecord RECORD = new ExampleRecord();
  private static final Instant TIME = Instant.parse("2026-06-01T12:00:00Z");

  @Test
  void thereAreTenOfThem() {
    assertThat(PAGE.examples()).hasSize(10);
    assertThat(PAGE.examples())
        .extracting(Example::words)
        .doesNotContain("")
        .doesNotHaveDuplicates();
    assertThat(PAGE.examples())
        .extracting(example -> consent(example).getIdElement().getIdPart())
        .doesNotHaveDuplicates();
  }

  @Test
  void allThatTheTablesSpeakOfIsThere() {
    Collection<String> references = new ArrayList<>(PAGE.resources().values());
    for (Person person : PAGE.people().values()) {
      references.add(person.self());
      references.addAll(person.organizations());
      references.addAll(person.memberships());
    }
    assertThat(references).map(ExampleRecord::ref).allMatch(RECORD::exists);
  }

  @TestFactory
  Stream<DynamicNode> eachDoesWhatItsTableSays() {
    return PAGE.examples().stream()
        .map(example -> DynamicContainer.dynamicContainer(example.words(), tests(example)));
  }

  private static Stream<DynamicNode> tests(Example example) {
    Consent active = consent(example);
    Stream<DynamicNode> whole =
        Stream.of(
            DynamicTest.dynamicTest(
                "it is one that the server takes",
                () -> {
                  assertThat(active.getStatus()).isEqualTo(ConsentState.ACTIVE);
                  assertThat(reading(active).problems()).isEmpty();
                }),
            DynamicTest.dynamicTest(
                "it changes something, and not everything",
                () -> {
                  List<Expectation> rows = example.expectations();
                  assertThat(rows).anyMatch(row -> row.before() != row.withIt());
                  assertThat(rows).anyMatch(row -> row.before() == row.withIt());
                }),
            DynamicTest.dynamicTest(
                "it says how it is taken back",
                () -> assertThat(example.takingBack()).contains("`inactive`")));
    Consent over = active.copy().setStatus(ConsentState.INACTIVE);
    Stream<DynamicNode> rows =
        example.expectations().stream()
            .map(
                row ->
                    DynamicTest.dynamicTest(
                        row.toString(),
                        () -> {
                          assertThat(sees(row)).as("without it").isEqualTo(row.before());
                          assertThat(sees(row, active)).as("with it").isEqualTo(row.withIt());
                          assertThat(sees(row, over)).as("taken back").isEqualTo(row.before());
                        }));
    return Stream.concat(whole, rows);
  }

  private static Consent consent(Example example) {
    IParser parser = FhirContext.forR4Cached().newJsonParser();
    parser.setParserErrorHandler(new StrictErrorHandler());
    return parser.parseResource(Consent.class, example.consent());
  }

  private static ConsentReading reading(Consent consent) {
    return new ConsentReader(RECORD, ZoneOffset.UTC).read(consent);
  }

  private static boolean sees(Expectation row, Consent... consents) {
    List<ConsentDirective> directives =
        Stream.of(consents).map(it -> reading(it).inForce().orElseThrow()).toList();
    return new ConsentEvaluator(CodeSubsumption.EQUALITY)
        .decide(
            new ConsentRequest(
                requester(Objects.requireNonNull(PAGE.people().get(row.who()), row.who())),
                Code.purpose(row.purpose()),
                Set.of(ConsentAction.ACCESS, ConsentAction.DISCLOSE),
                Channel.INTERACTIVE,
                TIME,
                null),
            RECORD.facts(
                ExampleRecord.ref(
                    Objects.requireNonNull(PAGE.resources().get(row.what()), row.what()))),
            directives,
            ConsentPolicies.of(
                Objects.requireNonNull(
                    ConsentPolicyFiles.broughtAlong()
                        .get("https://profiles.ihe.net/ITI/PCF/" + row.policy()),
                    row.policy())))
        .permits();
  }

  private static Requester requester(Person person) {
    return new Requester(
        references(Set.of(person.self())),
        references(person.organizations()),
        references(person.memberships()),
        Set.of(person.role()));
  }

  private static ReferenceSet references(Set<String> references) {
    Set<ResourceRef> refs = references.stream().map(ExampleRecord::ref).collect(Collectors.toSet());
    return new ReferenceSet(refs, Set.of());
  }
}
