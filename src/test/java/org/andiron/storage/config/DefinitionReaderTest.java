package org.andiron.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.hl7.fhir.r4.model.MetadataResource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DefinitionReaderTest {

  private static final Set<String> SEARCH_PARAMETER = Set.of("SearchParameter");
  private static final Set<String> TERMINOLOGY = Set.of("CodeSystem", "ValueSet");

  private static final String VALID =
      """
      {
        "resourceType": "SearchParameter",
        "url": "http://example.org/SearchParameter/shoe-size",
        "name": "shoe_size",
        "status": "active",
        "_status": { "extension": [{ "url": "http://example.org/why", "valueString": "asked" }] },
        "description": "Shoe size",
        "code": "shoe-size",
        "base": ["Patient"],
        "type": "number",
        "expression": "Patient.extension.where(url = 'http://example.org/shoe').value",
        "multipleOr": true
      }
      """;

  private final DefinitionReader reader = new DefinitionReader(FhirContext.forR4Cached());

  private MetadataResource read(String json, Set<String> types) {
    return reader.read("folder/a.json", json.getBytes(StandardCharsets.UTF_8), types);
  }

  private void refused(String json, Set<String> types, int line, int column, String reason) {
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> read(json, types))
        .satisfies(
            e -> {
              assertThat(e.reason()).contains(reason);
              assertThat(e.line() + ":" + e.column()).isEqualTo(line + ":" + column);
              assertThat(e.getMessage())
                  .startsWith("folder/a.json, line " + line + ", column " + column + ": ")
                  .doesNotContain("\n");
            });
  }

  private void refused(String find, String replace, int line, int column, String reason) {
    assertThat(VALID).contains(find);
    refused(VALID.replace(find, replace), SEARCH_PARAMETER, line, column, reason);
  }

  @Test
  void aValidFileIsRead() {
    MetadataResource resource = read(VALID, SEARCH_PARAMETER);
    assertThat(resource.getUrl()).isEqualTo("http://example.org/SearchParameter/shoe-size");
    assertThat(resource.fhirType()).isEqualTo("SearchParameter");
  }

  @Test
  void somethingElseThanTheTypesWantedIsPassedOverWhenAskedSo() {
    byte[] other = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
    assertThat(reader.readIfOneOf("x", other, SEARCH_PARAMETER)).isNull();
    assertThat(reader.readIfOneOf("x", VALID.getBytes(StandardCharsets.UTF_8), SEARCH_PARAMETER))
        .isNotNull();
  }

  @Nested
  class JsonSyntax {

    @Test
    void anUnclosedObjectIsRefused() {
      refused(
          "{\n  \"resourceType\": \"SearchParameter\"", SEARCH_PARAMETER, 2, 36, "not valid JSON");
    }

    @Test
    void aMissingCommaIsRefusedWhereTheNextNameStands() {
      refused("\"shoe_size\",", "\"shoe_size\"", 5, 3, "not valid JSON");
    }

    @Test
    void aNameThatIsGivenTwiceIsRefused() {
      refused("\"code\": \"shoe-size\",", "\"name\": \"again\",", 8, 9, "Duplicate field 'name'");
    }

    @Test
    void contentAfterTheEndIsRefused() {
      refused(VALID + "{}", SEARCH_PARAMETER, 14, 1, "content after the end");
    }

    @Test
    void anEmptyFileIsRefused() {
      assertThatExceptionOfType(ConfigurationFileException.class)
          .isThrownBy(() -> read("", SEARCH_PARAMETER))
          .withMessage("folder/a.json: is empty");
    }
  }

  @Nested
  class Structure {

    @Test
    void anUnknownElementIsRefused() {
      refused(
          "\"multipleOr\"",
          "\"multipleOro\"",
          12,
          3,
          "unknown element \"multipleOro\" in SearchParameter");
    }

    @Test
    void anUnknownElementInABackboneIsRefused() {
      refused(
          "\"multipleOr\": true",
          "\"component\": [{ \"definition\": \"http://a\", \"expr\": \"x\" }]",
          12,
          45,
          "unknown element \"expr\" in SearchParameter.component");
    }

    @Test
    void anUnknownElementInAnExtensionIsRefused() {
      refused(
          "\"valueString\": \"asked\"",
          "\"valueText\": \"asked\"",
          6,
          65,
          "unknown element \"valueText\"");
    }

    @Test
    void aStringInPlaceOfABooleanIsRefused() {
      refused(
          "true",
          "\"true\"",
          12,
          17,
          "multipleOr is a boolean: expected true or false, not a string");
    }

    @Test
    void aNumberInPlaceOfAStringIsRefused() {
      refused(
          "\"shoe_size\"",
          "7",
          4,
          11,
          "SearchParameter.name is a string: expected a string, not a number");
    }

    @Test
    void aSingleValueWhereAnArrayBelongsIsRefused() {
      refused("[\"Patient\"]", "\"Patient\"", 9, 11, "base repeats: expected an array");
    }

    @Test
    void anArrayWhereASingleValueBelongsIsRefused() {
      refused("\"shoe_size\"", "[\"shoe_size\"]", 4, 11, "name does not repeat");
    }

    @Test
    void aCodeOutsideARequiredValueSetIsRefused() {
      refused(
          "\"active\"", "\"activ\"", 5, 13, "\"activ\" is not a value of SearchParameter.status");
    }

    @Test
    void aMissingRequiredElementIsRefusedAtTheObjectThatLacksIt() {
      refused(
          "\"code\": \"shoe-size\",", "", 1, 1, "required element SearchParameter.code is missing");
    }

    @Test
    void twoTypesOfOneChoiceAreRefused() {
      refused(
          "\"valueString\": \"asked\"",
          "\"valueString\": \"asked\", \"valueCode\": \"b\"",
          6,
          89,
          "exclude each other");
    }

    @Test
    void anEmptyStringIsRefused() {
      refused("\"Shoe size\"", "\"\"", 7, 18, "is empty");
    }
  }

  @Nested
  class Meaning {

    @Test
    void aTypeThatDoesNotBelongInTheFolderIsRefused() {
      refused(
          VALID,
          TERMINOLOGY,
          2,
          19,
          "a SearchParameter does not belong here; expected CodeSystem, ValueSet");
    }

    @Test
    void aTypeThatFhirDoesNotHaveIsRefused() {
      refused(
          "\"SearchParameter\",", "\"SearchParam\",", 2, 19, "is not a resource type of FHIR R4");
    }

    @Test
    void aMissingUrlIsRefused() {
      refused(
          "{\"resourceType\": \"ValueSet\", \"status\": \"active\"}",
          TERMINOLOGY,
          1,
          1,
          "required element ValueSet.url is missing");
    }

    @Test
    void anExpressionThatIsNotFhirPathIsRefused() {
      refused(".value\"", ".value(\"", 11, 17, "is not valid FHIRPath");
    }

    @Test
    void aBaseThatIsNoResourceTypeIsRefused() {
      refused("[\"Patient\"]", "[\"Patent\"]", 9, 11, "\"Patent\" is not a resource type");
    }

    @Test
    void aMissingExpressionIsRefused() {
      String without = VALID.replaceAll("(?m)^ *\"expression\".*\n", "");
      refused(without, SEARCH_PARAMETER, 1, 1, "SearchParameter.expression is missing");
    }

    @Test
    void aCodeThatStandsTwiceInACodeSystemIsRefused() {
      refused(
          """
          {"resourceType": "CodeSystem", "url": "http://example.org/cs", "status": "active",
           "content": "complete",
           "concept": [{"code": "a", "concept": [{"code": "b"}]}, {"code": "b"}]}
          """,
          TERMINOLOGY,
          3,
          13,
          "has the code \"b\" twice");
    }
  }
}
