package org.andiron.searchoracle;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** The cohort and its queries: always the same, valid, and asking about everything. */
class EdgeCasesTest {

  private static final String PREFIX = "edge";
  private static final FhirContext R4 = FhirContext.forR4Cached();

  private final List<Resource> resources = EdgeCases.of(PREFIX, OracleFixture.BASE);
  private final Cohort cohort = new Cohort(OracleFixture.BASE, resources);

  @Test
  void areTheSameAtEveryCall() {
    assertThat(json(EdgeCases.of(PREFIX, OracleFixture.BASE))).isEqualTo(json(resources));
    assertThat(queries()).isEqualTo(queries());
  }

  @Test
  void haveDistinctIdsWithThePrefix() {
    assertThat(resources).extracting(Cohort::key).doesNotHaveDuplicates();
    assertThat(resources)
        .extracting(resource -> resource.getIdElement().getIdPart())
        .allMatch(id -> id.startsWith(PREFIX + "-"));
  }

  @Test
  void areValid() {
    ValidationSupportChain support =
        new ValidationSupportChain(
            new DefaultProfileValidationSupport(R4),
            new InMemoryTerminologyServerValidationSupport(R4),
            new CommonCodeSystemsTerminologyService(R4));
    FhirInstanceValidator instances = new FhirInstanceValidator(support);
    instances.setErrorForUnknownProfiles(false);
    instances.setAnyExtensionsAllowed(true);
    FhirValidator validator = R4.newValidator().registerValidatorModule(instances);

    assertThat(resources.stream().flatMap(resource -> errors(validator, resource))).isEmpty();
  }

  @Test
  void everyRowOfTheTableHasAQueryThatFindsSomethingAndOneThatDoesNotFindEverything() {
    resources.forEach(r -> r.getMeta().setLastUpdated(Date.from(Instant.EPOCH)));
    Queries queries = new Queries(cohort, PREFIX);
    SearchOracle oracle = new SearchOracle(cohort, Instant.now());

    for (String type : SearchTable.TYPES) {
      int all = cohort.ofType(type).size();
      for (SearchTable.Row row : SearchTable.of(type)) {
        if (row.unjudged().isPresent() || isOfOneTargetType(row)) {
          continue;
        }
        List<Integer> found =
            queries.of(row).stream().map(q -> oracle.matches(type, q.query()).size()).toList();
        // All were updated at once, so that some prefixes find all of them or none.
        if (row.code().equals("_lastUpdated")) {
          assertThat(found).as(row.toString()).isNotEmpty();
        } else {
          assertThat(found).as(row.toString()).anyMatch(count -> count > 0);
          assertThat(found).as(row.toString()).anyMatch(count -> count < all);
        }
      }
    }
  }

  @Test
  void theJudgeHasAnAnswerToEveryQuery() {
    SearchOracle oracle = new SearchOracle(cohort, Instant.now());
    Queries queries = new Queries(cohort, PREFIX);

    assertThat(queries.combined()).allMatch(q -> oracle.matches(q.type(), q.query()) != null);
    assertThat(queries.including())
        .allMatch(q -> oracle.included(oracle.matches(q.type(), q.query()), q.query()) != null)
        .anyMatch(q -> !oracle.included(oracle.matches(q.type(), q.query()), q.query()).isEmpty());
  }

  /** A parameter may allow targets of which the cohort has none. */
  private static boolean isOfOneTargetType(SearchTable.Row row) {
    return !row.modifier().isEmpty() && Character.isUpperCase(row.modifier().charAt(0));
  }

  private List<Queries.Query> queries() {
    Queries queries = new Queries(cohort, PREFIX);
    return SearchTable.TYPES.stream()
        .flatMap(type -> SearchTable.of(type).stream())
        .flatMap(row -> queries.of(row).stream())
        .toList();
  }

  private static List<String> json(List<Resource> resources) {
    IParser parser = R4.newJsonParser();
    return resources.stream().map(parser::encodeResourceToString).toList();
  }

  private static Stream<String> errors(FhirValidator validator, Resource resource) {
    return validator.validateWithResult(resource).getMessages().stream()
        .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
        .map(SingleValidationMessage::getMessage)
        .map(message -> Cohort.key(resource) + ": " + message);
  }
}
