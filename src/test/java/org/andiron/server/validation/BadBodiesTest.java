package org.andiron.server.validation;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadBodiesTest {

  private static final FhirModel MODEL = new FhirModel(FhirContext.forR4Cached(), Set::of);

  private static List<Problem> json(String body) {
    return new JsonStructure(MODEL).check(body.getBytes(StandardCharsets.UTF_8), 50).problems();
  }

  private static List<Problem> xml(String body) {
    return new XmlStructure(MODEL).check(body.getBytes(StandardCharsets.UTF_8), 50).problems();
  }

  @Nested
  class Json {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "Patient|\"nmae\":[]|structure|Patient.nmae",
          "Patient|\"Name\":[{\"text\":\"x\"}]|structure|Patient.Name",
          "Patient|\"fhir_comments\":[\"x\"]|structure|Patient.fhir_comments",
          "Patient|\"name\":[{\"familly\":\"x\"}]|structure|Patient.name[0].familly",
          "Patient|\"gender\":\"foo\"|code-invalid|Patient.gender",
          "Patient|\"gender\":\"Male\"|code-invalid|Patient.gender",
          "Patient|\"gender\":\"\"|value|Patient.gender",
          "Patient|\"gender\":null|structure|Patient.gender",
          "Patient|\"birthDate\":\"1999-02-30\"|value|Patient.birthDate",
          "Patient|\"birthDate\":\"19990201\"|value|Patient.birthDate",
          "Patient|\"birthDate\":\"1999-2-1\"|value|Patient.birthDate",
          "Patient|\"birthDate\":\"1999-02-01T00:00:00Z\"|value|Patient.birthDate",
          "Patient|\"birthDate\":1999|structure|Patient.birthDate",
          "Patient|\"birthDate\":[\"1999\"]|structure|Patient.birthDate",
          "Patient|\"birthDate\":{\"value\":\"1999\"}|structure|Patient.birthDate",
          "Patient|\"active\":\"true\"|structure|Patient.active",
          "Patient|\"active\":1|structure|Patient.active",
          "Patient|\"name\":{\"family\":\"x\"}|structure|Patient.name",
          "Patient|\"name\":[\"x\"]|structure|Patient.name[0]",
          "Patient|\"name\":[{}]|structure|Patient.name[0]",
          "Patient|\"name\":[]|structure|Patient.name",
          "Patient|\"name\":[null]|structure|Patient.name[0]",
          "Patient|\"name\":\"x\"|structure|Patient.name",
          "Patient|\"name\":[{\"given\":\"x\"}]|structure|Patient.name[0].given",
          "Patient|\"name\":[{\"given\":[\"x\",1]}]|structure|Patient.name[0].given[1]",
          "Patient|\"name\":[{\"given\":[\"x\",null]}]|structure|Patient.name[0].given[1]",
          "Patient|\"name\":[{\"given\":[[\"x\"]]}]|structure|Patient.name[0].given[0]",
          "Patient|\"_name\":[{\"id\":\"x\"}]|structure|Patient._name",
          "Patient|\"_active\":true|structure|Patient.active",
          "Patient|\"_active\":{\"foo\":1}|structure|Patient.active.foo",
          "Patient|\"deceased\":true|structure|Patient.deceased",
          "Patient|\"deceasedString\":\"x\"|structure|Patient.deceasedString",
          "Patient|\"maritalStatus\":[{\"text\":\"x\"}]|structure|Patient.maritalStatus",
          "Patient|\"meta\":{\"lastUpdated\":\"2020-01-01\"}|value|Patient.meta.lastUpdated",
          "Patient|\"id\":\"a/b\"|value|Patient.id",
          "Patient|\"extension\":[{\"valueString\":\"x\"}]|required|Patient.extension[0]",
          "Patient|\"extension\":[{\"url\":\"u\",\"valueFoo\":1}]|structure|Patient.extension[0].valueFoo",
          "Patient|\"extension\":[{\"url\":\"u\",\"valueNarrative\":{\"status\":\"empty\"}}]"
              + "|structure|Patient.extension[0].valueNarrative",
          "Patient|\"link\":[{\"other\":\"Patient/1\"}]|structure|Patient.link[0].other",
          "Patient|\"link\":[{\"other\":{\"reference\":\"Patient\"}}]"
              + "|value|Patient.link[0].other.reference",
          "Patient|\"link\":[{\"other\":{\"reference\":\"Pateint/1\"}}]"
              + "|value|Patient.link[0].other.reference",
          "Patient|\"link\":[{\"other\":{\"reference\":\"Patient/a b\"}}]"
              + "|value|Patient.link[0].other.reference",
          "Patient|\"managingOrganization\":{\"reference\":\"#o\"}"
              + "|value|Patient.managingOrganization.reference",
          "Patient|\"contained\":[{\"resourceType\":\"Organization\"}]|required|Patient.contained[0]",
          "Patient|\"contained\":[{\"resourceType\":\"Organisation\",\"id\":\"o\"}]"
              + "|structure|Patient.contained[0].resourceType",
          "Patient|\"contained\":[{\"id\":\"o\"}]|required|Patient.contained[0].resourceType",
          "Patient|\"text\":{\"status\":\"generated\",\"div\":\"<div>x\"}|value|Patient.text.div",
          "Patient|\"multipleBirthInteger\":1.5|value|Patient.multipleBirth.ofType(integer)",
          "Patient|\"multipleBirthInteger\":99999999999|value|Patient.multipleBirth.ofType(integer)",
          "Patient|\"photo\":[{\"data\":\"%%\"}]|value|Patient.photo[0].data",
          "Patient|\"photo\":[{\"size\":-1}]|value|Patient.photo[0].size",
          "Patient|\"identifier\":[{\"system\":\"a b\"}]|value|Patient.identifier[0].system",
          "Patient|\"communication\":[{\"language\":{\"coding\":[{\"code\":\" en\"}]}}]"
              + "|value|Patient.communication[0].language.coding[0].code",
          "Observation|\"valueTime\":\"25:00:00\"|value|Observation.value.ofType(time)",
          "Observation|\"issued\":\"2020-01-01T00:00:00\"|value|Observation.issued",
          "Observation|\"effectiveDateTime\":\"2020-01-01T10:00Z\""
              + "|value|Observation.effective.ofType(dateTime)",
          "Observation|\"valueQuantity\":{\"value\":\"1\"}"
              + "|structure|Observation.value.ofType(Quantity).value",
          "Observation|\"subjectResource\":{\"reference\":\"Patient/1\"}"
              + "|structure|Observation.subjectResource",
        })
    void areRefusedAtTheirPlace(String type, String member, String code, String expression) {
      assertThat(json("{\"resourceType\":\"" + type + "\"," + member + "}"))
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.expression()).isEqualTo(expression);
                assertThat(problem.code()).isEqualTo(code);
                assertThat(problem.diagnostics()).isNotBlank();
              });
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "[]|structure|Resource",
          "\"x\"|structure|Resource",
          "{}|required|Resource.resourceType",
          "{\"resourceType\":null}|required|Resource.resourceType",
          "{\"resourceType\":\"Pateint\"}|structure|Resource.resourceType",
          "{\"resourceType\":\"patient\"}|structure|Resource.resourceType",
          "{\"resourceType\":\"DomainResource\"}|structure|Resource.resourceType",
        })
    void areRefusedAtTheRoot(String body, String code, String expression) {
      assertThat(json(body))
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.expression()).isEqualTo(expression);
                assertThat(problem.code()).isEqualTo(code);
              });
    }

    @Test
    void namesTheNearestElement() {
      assertThat(json("{\"resourceType\":\"Patient\",\"nmae\":[]}").get(0).diagnostics())
          .contains("'name'");
    }

    @Test
    void namesTheNearestCodeButNotTheValue() {
      assertThat(json("{\"resourceType\":\"Patient\",\"gender\":\"femal\"}").get(0).diagnostics())
          .contains("'female'")
          .doesNotContain("femal'");
    }

    @Test
    void givesAllProblemsOfAllEntries() {
      assertThat(
              json(
                  """
                  {"entry":[
                    {"resource":{"birthDate":"x","resourceType":"Patient"}},
                    {"resource":{"resourceType":"Patient","name":[{"family":"y"}]}},
                    {"resource":{"resourceType":"Patinet"}},
                    {"resource":{"resourceType":"Patient","birthDate":"z","nmae":1}}],
                   "type":"transaction","resourceType":"Bundle"}
                  """))
          .extracting(Problem::expression)
          .containsExactly(
              "Bundle.entry[0].resource.birthDate",
              "Bundle.entry[2].resource.resourceType",
              "Bundle.entry[3].resource.birthDate",
              "Bundle.entry[3].resource.nmae");
    }

    @Test
    void stopsAtTheMostProblemsAskedFor() {
      String entries =
          "{\"resource\":{\"resourceType\":\"Patient\",\"birthDate\":\"x\"}},".repeat(99);
      String body =
          "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
              + entries.substring(0, entries.length() - 1)
              + "]}";
      assertThat(
              new JsonStructure(MODEL).check(body.getBytes(StandardCharsets.UTF_8), 7).problems())
          .hasSize(7);
    }

    @Test
    void doesNotRepeatANameThatCouldBeARecord() {
      assertThat(json("{\"resourceType\":\"Patient\",\"John Doe, 1970\":1}"))
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.expression()).isEqualTo("Patient");
                assertThat(it.diagnostics()).doesNotContain("Doe");
              });
    }

    @Test
    void aTargetOfAnotherTypeIsReadableButWrong() {
      assertThat(
              json(
                  "{\"resourceType\":\"Observation\",\"subject\":{\"reference\":\"Practitioner/1\"}}"))
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.readable()).isTrue();
                assertThat(it.expression()).isEqualTo("Observation.subject.reference");
              });
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "\"name\":[{\"given\":[\"a\",null],\"_given\":[null,{\"id\":\"x\"}]}]",
          "\"name\":[{\"_given\":[{\"id\":\"x\"}],\"given\":[null]}]",
          "\"_birthDate\":{\"extension\":[{\"url\":\"http://u\",\"valueCode\":\"unknown\"}]}",
          "\"birthDate\":\"1999\",\"_birthDate\":{\"id\":\"x\"}",
          "\"generalPractitioner\":[{\"reference\":\"urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a\"}]",
          "\"generalPractitioner\":[{\"reference\":\"Practitioner?identifier=a|b\"}]",
          "\"generalPractitioner\":[{\"reference\":\"Practitioner/1/_history/2\"}]",
          "\"generalPractitioner\":[{\"reference\":\"https://other.example/fhir/Foo/1\"}]",
          "\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"o\"}],"
              + "\"managingOrganization\":{\"reference\":\"#o\"}",
          "\"text\":{\"status\":\"generated\",\"div\":\"<div"
              + " xmlns=\\\"http://www.w3.org/1999/xhtml\\\">&nbsp;<p>x</p></div>\"}",
          "\"multipleBirthInteger\":-3",
          "\"modifierExtension\":[{\"url\":\"http://u\",\"valueDosage\":{\"text\":\"x\"}}]",
        })
    void goodOnesPass(String member) {
      assertThat(json("{\"resourceType\":\"Patient\"," + member + "}")).isEmpty();
    }
  }

  @Nested
  class Xml {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "<nmae/>|structure|Patient.nmae",
          "<gender value='foo'/>|code-invalid|Patient.gender",
          "<gender/>|structure|Patient.gender",
          "<gender value=''/>|value|Patient.gender",
          "<gender><coding/></gender>|structure|Patient.gender.coding",
          "<gender value='male' foo='x'/>|structure|Patient.gender",
          "<birthDate value='1999-02-30'/>|value|Patient.birthDate",
          "<name><given value='a'/><given value=''/></name>|value|Patient.name[0].given[1]",
          "<name value='x'/>|structure|Patient.name[0]",
          "<name/>|structure|Patient.name[0]",
          "<name>x<family value='y'/></name>|structure|Patient.name[0]",
          "<active value='true'/><active value='true'/>|structure|Patient.active",
          "<active value='1'/>|value|Patient.active",
          "<x:active xmlns:x='urn:x' value='true'/>|structure|Patient.active",
          "<contained><Foo/></contained>|structure|Patient.contained[0].resourceType",
          "<contained/>|structure|Patient.contained[0]",
          "<extension><valueString value='x'/></extension>|required|Patient.extension[0]",
          "<extension url='u'><valueDecimal value='1e999999999'/></extension>"
              + "|value|Patient.extension[0].value.ofType(decimal)",
          "<managingOrganization><reference value='#x'/></managingOrganization>"
              + "|value|Patient.managingOrganization.reference",
        })
    void areRefusedAtTheirPlace(String child, String code, String expression) {
      assertThat(xml("<Patient xmlns='http://hl7.org/fhir'>" + child + "</Patient>"))
          .anySatisfy(
              problem -> {
                assertThat(problem.expression()).isEqualTo(expression);
                assertThat(problem.code()).isEqualTo(code);
              });
    }

    @Test
    void areRefusedForAnUnknownRoot() {
      assertThat(xml("<Pateint xmlns='http://hl7.org/fhir'/>").get(0).diagnostics())
          .contains("'Patient'");
    }

    @Test
    void areRefusedOutsideTheNamespace() {
      assertThat(xml("<Patient/>")).hasSize(1);
    }
  }
}
