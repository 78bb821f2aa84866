package org.andiron.consent.consult;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.requester.PurposeOfUse;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.andiron.server.CdsRefusedException;
import org.hl7.fhir.r4.model.Bundle;

/** Reads the context of a call, and says what is wrong with it. */
final class ConsultQuestionReader {

  private static final int MOST = 100;
  private static final Set<String> ELEMENTS =
      Set.of("patientId", "actor", "category", "scope", "purposeOfUse", "class", "content");

  private final FhirContext fhir;

  ConsultQuestionReader(FhirContext fhir) {
    this.fhir = fhir;
  }

  ConsultQuestion read(JsonNode context) {
    context
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!ELEMENTS.contains(name)) {
                throw CdsRefusedException.badRequest(
                    "context has no such element; it has patientId, actor, category, purposeOfUse,"
                        + " class and content.");
              }
            });
    List<BusinessIdentifier> patients = identifiers(context, "patientId");
    if (patients.isEmpty()) {
      throw CdsRefusedException.badRequest(
          "context.patientId must have identifiers with system and value.");
    }
    return new ConsultQuestion(
        patients,
        identifiers(context, "actor"),
        scopes(context),
        purposes(context),
        classes(context),
        content(context));
  }

  /** The values of an element that has one or a list of them. */
  private static List<JsonNode> all(JsonNode context, String name) {
    JsonNode value = context.path(name);
    List<JsonNode> values = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(values::add);
    } else if (!value.isMissingNode() && !value.isNull()) {
      values.add(value);
    }
    if (values.size() > MOST) {
      throw CdsRefusedException.badRequest("context." + name + " has more than " + MOST + ".");
    }
    return values;
  }

  private static List<BusinessIdentifier> identifiers(JsonNode context, String name) {
    List<BusinessIdentifier> identifiers = new ArrayList<>();
    for (JsonNode one : all(context, name)) {
      String value = one.path("value").asText();
      if (value.isEmpty()) {
        throw CdsRefusedException.badRequest(
            "context." + name + " must have identifiers, each with a value and mostly a system.");
      }
      identifiers.add(new BusinessIdentifier(one.path("system").asText(), value));
    }
    return identifiers;
  }

  private static Set<ConsentScope> scopes(JsonNode context) {
    Set<ConsentScope> scopes = new LinkedHashSet<>();
    for (JsonNode one : all(context, "category")) {
      scopes.add(scope("category", one.path("code").asText()));
    }
    for (JsonNode one : all(context, "scope")) {
      scopes.add(scope("scope", one.asText()));
    }
    return scopes;
  }

  private static ConsentScope scope(String element, String code) {
    return switch (code) {
      case "patient-privacy" -> ConsentScope.PATIENT_PRIVACY;
      case "research" -> ConsentScope.RESEARCH;
      case "treatment", "adr" -> ConsentScope.OTHER;
      default ->
          throw CdsRefusedException.badRequest(
              "context."
                  + element
                  + " must have codes of consentscope: patient-privacy, research, treatment, adr.");
    };
  }

  private static Set<Code> purposes(JsonNode context) {
    Set<Code> purposes = new LinkedHashSet<>();
    for (JsonNode one : all(context, "purposeOfUse")) {
      Code purpose = Code.purpose(one.isTextual() ? one.asText() : one.path("code").asText());
      if (!PurposeOfUse.isKnown(purpose)) {
        throw CdsRefusedException.badRequest(
            "context.purposeOfUse must be purposes of v3-ActReason, such as TREAT.");
      }
      purposes.add(purpose);
    }
    return purposes;
  }

  private Set<String> classes(JsonNode context) {
    Set<String> classes = new LinkedHashSet<>();
    for (JsonNode one : all(context, "class")) {
      String code = one.path("code").asText();
      if (!one.path("system").asText().equals(CodeSystems.RESOURCE_TYPES)
          || !fhir.getResourceTypes().contains(code)) {
        throw CdsRefusedException.badRequest(
            "context.class must have resource types of "
                + CodeSystems.RESOURCE_TYPES
                + ", with system and code.");
      }
      classes.add(code);
    }
    return classes;
  }

  private Optional<Bundle> content(JsonNode context) {
    JsonNode content = context.path("content");
    if (content.isMissingNode() || content.isNull()) {
      return Optional.empty();
    }
    Bundle bundle;
    try {
      bundle =
          fhir.newJsonParser()
              .setParserErrorHandler(new StrictErrorHandler())
              .parseResource(Bundle.class, content.toString());
    } catch (DataFormatException e) {
      throw CdsRefusedException.badRequest("context.content is no Bundle of FHIR R4.");
    }
    if (!bundle.getEntry().stream().allMatch(Bundle.BundleEntryComponent::hasResource)) {
      throw CdsRefusedException.badRequest("Each entry of context.content must have a resource.");
    }
    return Optional.of(bundle);
  }
}
