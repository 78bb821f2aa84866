package org.andiron.risk.assessment;

import java.math.BigDecimal;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.feature.ResourceVersion;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.ModelInput;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/** Canonical addresses, codes and data types that all answers share. */
final class RiskVocabulary {

  /** Of the extensions, which {@code risk/structure-definitions} among the resources defines. */
  private static final String EXTENSIONS = "https://andiron.org/fhir/StructureDefinition/risk-";

  /** Digest of the model and hash of the inputs. */
  static final String COMPUTATION = EXTENSIONS + "computation";

  /** An input with its value, and where it comes from. */
  static final String INPUT = EXTENSIONS + "input";

  /** The numbers of a prediction, unrounded. */
  static final String RESULT = EXTENSIONS + "result";

  /** What the inputs add to a prediction. */
  static final String CONTRIBUTIONS = EXTENSIONS + "contributions";

  /** An outcome without an answer. */
  static final String WITHHELD = EXTENSIONS + "withheld";

  /** What became of it. */
  static final String OUTCOME = EXTENSIONS + "outcome";

  /** The card of a Device. */
  static final String MODEL_CARD = EXTENSIONS + "model-card";

  /** What a data requirement means, in words. */
  static final String DATA_NEEDED = EXTENSIONS + "data-needed";

  static final String URIS = "urn:ietf:rfc:3986";
  static final String UCUM = "http://unitsofmeasure.org";
  static final String AI_GUIDE = "http://hl7.org/fhir/uv/aitransparency/CodeSystem/";

  private static final String OBSERVATION_VALUE =
      "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

  private RiskVocabulary() {}

  /** Label of what software asserts. */
  static Coding aiAsserted() {
    return new Coding(OBSERVATION_VALUE, "AIAST", "Artificial Intelligence asserted");
  }

  static Meta labelled() {
    return new Meta().addSecurity(aiAsserted());
  }

  static Coding artificialIntelligence() {
    return new Coding(
        AI_GUIDE + "AIdeviceTypeCS",
        "Artificial-Intelligence",
        "All kinds of Artificial Intelligence");
  }

  /** The model as a canonical, with its version. */
  static String canonical(ModelCard card) {
    return card.url() + "|" + card.version();
  }

  static String inputs(String modelUrl) {
    return modelUrl + "/input";
  }

  static String outcomes(String modelUrl) {
    return modelUrl + "/outcome";
  }

  static String levels(String modelUrl) {
    return modelUrl + "/level";
  }

  static Coding coding(ModelCard card, ModelInput input, Language language) {
    return new Coding(inputs(card.url()), input.name(), language.of(input.title()));
  }

  /** The title in the language, without codes yet. */
  static CodeableConcept concept(LocalText title, Language language) {
    return new CodeableConcept().setText(language.of(title));
  }

  /** A value with the digits that give the same number again, never rounded. */
  static Type value(ModelCard card, ModelInput input, FeatureValue value, Language language) {
    if (value instanceof Quantity quantity) {
      return quantity(quantity.value(), input.unit().orElse("1"));
    }
    if (value instanceof Truth truth) {
      return new BooleanType(truth.value());
    }
    String code = ((Category) value).code();
    LocalText title = input.categoryTitles().get(code);
    return new Coding(
        inputs(card.url()) + "/" + input.name(), code, title == null ? null : language.of(title));
  }

  static org.hl7.fhir.r4.model.Quantity quantity(double value, String unit) {
    return new org.hl7.fhir.r4.model.Quantity()
        .setValue(exact(value))
        .setUnit(unit)
        .setSystem(UCUM)
        .setCode(unit);
  }

  static DecimalType decimal(double value) {
    return new DecimalType(exact(value));
  }

  /** The shortest decimal that is this number and no other; 0 for the negative zero. */
  static BigDecimal exact(double value) {
    BigDecimal shortest = BigDecimal.valueOf(value + 0.0).stripTrailingZeros();
    return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
  }

  static Reference reference(ResourceVersion version) {
    return new Reference(version.reference());
  }

  static Extension part(String name, Type value) {
    return new Extension(name, value);
  }

  static Extension part(String name, String value) {
    return new Extension(name, new StringType(value));
  }
}
