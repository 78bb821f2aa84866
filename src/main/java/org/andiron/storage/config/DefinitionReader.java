package org.andiron.storage.config;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.andiron.storage.config.LocatedJson.Member;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.LocatedJson.Place;
import org.andiron.storage.config.LocatedJson.ScalarValue;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.SearchParameter;
import org.jspecify.annotations.Nullable;

/**
 * Reads definitional resources strictly: whatever the server could not use as written is refused
 * with its place.
 */
public final class DefinitionReader {

  private static final Set<String> ABSTRACT_BASES = Set.of("Resource", "DomainResource");

  private final FhirContext fhirContext;

  /** A reader for FHIR R4. */
  public DefinitionReader(FhirContext fhirContext) {
    this.fhirContext = fhirContext;
  }

  /**
   * Reads one resource.
   *
   * @param file how to name the content in errors
   * @param content JSON in UTF-8
   * @param types the resource types that may stand here
   * @return a resource with a canonical URL
   * @throws ConfigurationFileException if it is not valid JSON, not a resource of these types, or
   *     not usable
   */
  public MetadataResource read(String file, byte[] content, Set<String> types) {
    LocatedJson document = LocatedJson.parse(file, content);
    FhirJsonCheck check = new FhirJsonCheck(fhirContext, file);
    String type = check.resourceType(document);
    if (!types.contains(type)) {
      throw check.refuse(
          place(document, "resourceType"),
          "a " + type + " does not belong here; expected " + String.join(", ", sorted(types)));
    }
    return read(file, content, document);
  }

  /**
   * Reads one resource as {@link #read} does; null if the JSON is something else than a resource of
   * these types.
   */
  public @Nullable MetadataResource readIfOneOf(String file, byte[] content, Set<String> types) {
    LocatedJson document = LocatedJson.parse(file, content);
    boolean wanted =
        element(document, "resourceType") instanceof ScalarValue type
            && types.contains(type.text());
    return wanted ? read(file, content, document) : null;
  }

  private MetadataResource read(String file, byte[] content, LocatedJson document) {
    FhirJsonCheck check = new FhirJsonCheck(fhirContext, file);
    check.resource(document);
    MetadataResource resource = parse(file, content);
    if (resource.getUrl() == null || resource.getUrl().isBlank()) {
      throw check.refuse(
          document.at(), "required element " + resource.fhirType() + ".url is missing");
    }
    if (resource instanceof SearchParameter parameter) {
      checkSearchParameter(parameter, document, check);
    }
    if (resource instanceof CodeSystem codeSystem) {
      checkCodes(codeSystem.getConcept(), new HashSet<>(), document, check);
    }
    return resource;
  }

  private MetadataResource parse(String file, byte[] content) {
    IParser parser = fhirContext.newJsonParser();
    parser.setParserErrorHandler(new StrictErrorHandler());
    try (InputStreamReader reader =
        new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.UTF_8)) {
      return (MetadataResource) parser.parseResource(reader);
    } catch (DataFormatException | IOException e) {
      throw new ConfigurationFileException(file, "not valid FHIR: " + e.getMessage(), e);
    }
  }

  private void checkSearchParameter(
      SearchParameter parameter, LocatedJson document, FhirJsonCheck check) {
    for (var base : parameter.getBase()) {
      if (!ABSTRACT_BASES.contains(base.getCode())
          && !fhirContext.getResourceTypes().contains(base.getCode())) {
        throw check.refuse(
            place(document, "base"),
            "SearchParameter.base \"" + base.getCode() + "\" is not a resource type of FHIR R4");
      }
    }
    boolean needsExpression =
        parameter.getType() != SearchParamType.COMPOSITE
            && parameter.getType() != SearchParamType.SPECIAL;
    if (!parameter.hasExpression()) {
      if (needsExpression) {
        throw check.refuse(document.at(), "required element SearchParameter.expression is missing");
      }
      return;
    }
    try {
      fhirContext.newFhirPath().parse(parameter.getExpression());
    } catch (Exception e) {
      throw check.refuse(
          place(document, "expression"),
          "SearchParameter.expression is not valid FHIRPath: " + e.getMessage());
    }
  }

  private static void checkCodes(
      List<ConceptDefinitionComponent> concepts,
      Set<String> seen,
      LocatedJson document,
      FhirJsonCheck check) {
    for (ConceptDefinitionComponent concept : concepts) {
      if (!seen.add(concept.getCode())) {
        throw check.refuse(
            place(document, "concept"),
            "CodeSystem.concept has the code \"" + concept.getCode() + "\" twice");
      }
      checkCodes(concept.getConcept(), seen, document, check);
    }
  }

  /** The place of a top-level element, or of the document if it has none of that name. */
  static Place place(LocatedJson document, String name) {
    LocatedJson element = element(document, name);
    return element == null ? document.at() : element.at();
  }

  private static @Nullable LocatedJson element(LocatedJson document, String name) {
    if (!(document instanceof ObjectValue object)) {
      return null;
    }
    Member member = object.members().get(name);
    return member == null ? null : member.value();
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
