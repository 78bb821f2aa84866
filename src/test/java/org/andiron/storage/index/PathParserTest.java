package org.andiron.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathParserTest {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();
  private static final int VARIANTS = 12;

  private static List<String> values(Resource resource, String expression) {
    return PathParser.parse(expression, resource.fhirType())
        .orElseThrow()
        .list(resource, resource)
        .stream()
        .map(PathParserTest::text)
        .toList();
  }

  private static String text(Base element) {
    return element.isPrimitive() ? element.primitiveValue() : element.fhirType();
  }

  @Test
  void everyStandardExpressionIsCompiledAndLeadsToWhatTheEngineFinds() {
    StandardParameters registry = new StandardParameters();
    FhirPathFallback engine = new FhirPathFallback(CONTEXT);
    int compared = 0;
    for (String type : CONTEXT.getResourceTypes()) {
      List<Resource> resources = new ArrayList<>();
      for (int variant = 0; variant < VARIANTS; variant++) {
        resources.add(FilledResource.of(type, variant));
      }
      for (RuntimeSearchParam parameter :
          registry.getActiveSearchParams(type, SearchParamLookupContextEnum.INDEX).values()) {
        String path = parameter.getPath();
        if (path == null || path.isBlank()) {
          continue;
        }
        Expression compiled = PathParser.parse(path, type).orElseThrow();
        Expression evaluated = evaluated(engine, path);
        for (Resource resource : resources) {
          compared += compare(compiled, evaluated, resource, resource, path);
          for (RuntimeSearchParam.Component component : parameter.getComponents()) {
            for (Base element : compiled.list(resource, resource)) {
              compared += compareComponent(engine, component, type, resource, element);
            }
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(10_000);
  }

  private static int compareComponent(
      FhirPathFallback engine,
      RuntimeSearchParam.Component component,
      String type,
      Resource resource,
      Base element) {
    String path = component.getExpression();
    return compare(
        PathParser.parse(path, type).orElseThrow(),
        evaluated(engine, path),
        resource,
        element,
        path);
  }

  /** Member by member, since the engine cannot unite quantities. */
  private static Expression evaluated(FhirPathFallback engine, String path) {
    return Paths.union(
        PathParser.members(path).stream()
            .map(member -> engine.parse(member).orElseThrow())
            .toList());
  }

  /** The number of elements that both ways find. */
  private static int compare(
      Expression compiled, Expression evaluated, Resource resource, Base focus, String path) {
    List<Base> found = compiled.list(resource, focus);
    List<Base> expected = evaluated.list(resource, focus);
    assertThat(found).as("%s of %s", path, resource.fhirType()).allMatch(isIn(expected));
    assertThat(expected).as("%s of %s", path, resource.fhirType()).allMatch(isIn(found));
    return found.size();
  }

  /** The engine makes values of its own, and gives one of several that are equal. */
  private static Predicate<Base> isIn(List<Base> elements) {
    return element ->
        elements.stream().anyMatch(other -> other == element || other.equalsDeep(element));
  }

  @Test
  void membersOfAUnionAreSeparatedOutsideOfParenthesesAndQuotes() {
    assertThat(PathParser.members("a | (b | c).d|e.where(f='|\\'|') | g"))
        .containsExactly("a", "(b | c).d", "e.where(f='|\\'|')", "g");
    assertThat(PathParser.members("a")).containsExactly("a");
  }

  @Test
  void choicesAreNarrowedByType() {
    Observation observation = new Observation();
    observation.setValue(new Quantity(5));
    assertThat(values(observation, "(Observation.value as Quantity)")).containsExactly("Quantity");
    assertThat(values(observation, "Observation.value.as(Quantity)")).containsExactly("Quantity");
    assertThat(values(observation, "Observation.value.ofType(Quantity)"))
        .containsExactly("Quantity");
    assertThat(values(observation, "Observation.value[x]")).containsExactly("Quantity");
    assertThat(values(observation, "Observation.value as string")).isEmpty();
    assertThat(values(observation, "(Observation.value as FHIR.Quantity).value"))
        .containsExactly("5");
    observation.setValue(new DateTimeType("2024"));
    assertThat(values(observation, "value.as(DateTime) | value.as(Period)"))
        .containsExactly("2024");
    observation.setValue(new Period());
    assertThat(values(observation, "value.as(DateTime) | value.as(Period)"))
        .containsExactly("Period");
  }

  @Test
  void elementsAreFiltered() {
    Patient patient = new Patient();
    patient.addTelecom().setSystem(ContactPoint.ContactPointSystem.PHONE).setValue("1");
    patient.addTelecom().setSystem(ContactPoint.ContactPointSystem.EMAIL).setValue("2");
    patient.addTelecom().setValue("3");
    assertThat(values(patient, "Patient.telecom.where(system='phone').value")).containsExactly("1");
    assertThat(values(patient, "Patient.telecom.where(system!='phone').value"))
        .containsExactly("2");
    assertThat(values(patient, "Patient.telecom.where(system.empty()).value")).containsExactly("3");
    assertThat(values(patient, "Patient.telecom.where(system.exists().not()).value"))
        .containsExactly("3");
    assertThat(values(patient, "Patient.telecom.where(system='phone' or value='3').value"))
        .containsExactly("1", "3");
    assertThat(values(patient, "Patient.telecom.where(system='phone' and value='3').value"))
        .isEmpty();
    assertThat(values(patient, "Patient.telecom[1].value")).containsExactly("2");
    assertThat(values(patient, "Patient.telecom[7].value")).isEmpty();
    assertThat(values(patient, "Patient.telecom.first().value")).containsExactly("1");
    assertThat(values(patient, "Patient.telecom.exists(value='3')")).containsExactly("true");
  }

  @Test
  void deathIsADateOrABoolean() {
    String deceased = "Patient.deceased.exists() and Patient.deceased != false";
    Patient patient = new Patient();
    assertThat(values(patient, deceased)).containsExactly("false");
    patient.setDeceased(new BooleanType(false));
    assertThat(values(patient, deceased)).containsExactly("false");
    patient.setDeceased(new BooleanType(true));
    assertThat(values(patient, deceased)).containsExactly("true");
    patient.setDeceased(new DateTimeType("2024"));
    assertThat(values(patient, deceased)).containsExactly("true");
  }

  @Test
  void referencesAreFilteredByTheTypeOfTheirTarget() {
    Observation observation = new Observation();
    observation.addPerformer(new Reference("Patient/1"));
    observation.addPerformer(new Reference("Practitioner/2"));
    observation.addPerformer(new Reference("http://a/fhir/Patient/3"));
    assertThat(values(observation, "Observation.performer.where(resolve() is Patient).reference"))
        .containsExactly("Patient/1", "http://a/fhir/Patient/3");
    assertThat(values(observation, "Observation.performer.where(resolve().is(Patient)).reference"))
        .containsExactly("Patient/1", "http://a/fhir/Patient/3");
  }

  @Test
  void extensionsAreFoundByUrl() {
    Patient patient = new Patient();
    patient.addExtension("http://a", new StringType("one"));
    patient.addExtension("http://b", new StringType("two"));
    patient.setBirthDateElement(new DateType("2024"));
    patient.getBirthDateElement().addExtension("http://c", new StringType("three"));
    assertThat(values(patient, "Patient.extension('http://b').value")).containsExactly("two");
    assertThat(values(patient, "Patient.extension.where(url = 'http://a').value"))
        .containsExactly("one");
    assertThat(values(patient, "Patient.birthDate.extension('http://c').value.as(string)"))
        .containsExactly("three");
  }

  @Test
  void pathsOfOtherTypesLeadNowhere() {
    assertThat(PathParser.parse("Condition.code | (Goal.target.due as date)", "Patient"))
        .contains(Paths.NONE);
    assertThat(values(new Patient().setActive(true), "Condition.code | Patient.active"))
        .containsExactly("true");
    assertThat(values(new Patient().setActive(true), "Resource.active")).containsExactly("true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Patient.",
        "Patient.name.given & 'x'",
        "Patient.name.select(given)",
        "Patient.name.given.substring(1)",
        "Patient.link.other.resolve().name",
        "Patient.name.where(",
        "Patient.name)",
        "Patient.active = Patient.deceased",
        "Patient.name[x",
        "Patient.name['a']",
        "Patient.contact.first(2)",
        "iif(true, 1, 2)",
        "1",
        "'text'",
        "Patient.birthDate > @2024",
      })
  void whatIsBeyondTheGrammarIsNotCompiled(String expression) {
    assertThat(PathParser.parse(expression, "Patient")).isEmpty();
  }
}
