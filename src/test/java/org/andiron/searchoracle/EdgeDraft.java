package org.andiron.searchoracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** What the parts of the edge cases share: ids, tags, references in every form, and data types. */
final class EdgeDraft {

  static final String TAG_SYSTEM = "http://example.org/fhir/edge-cases";
  static final String LOINC = "http://loinc.org";
  static final String MRN = "http://example.org/fhir/mrn";
  static final String OTHER_MRN = "http://example.org/fhir/other-mrn";
  static final String V2_TYPES = "http://terminology.hl7.org/CodeSystem/v2-0203";
  static final String FOREIGN = "http://other.example.org/fhir/";

  private final String prefix;
  private final String baseUrl;
  private final List<Resource> resources = new ArrayList<>();

  EdgeDraft(String prefix, String baseUrl) {
    this.prefix = prefix;
    this.baseUrl = baseUrl;
  }

  List<Resource> resources() {
    return resources;
  }

  /** A canonical URL of this cohort's own. */
  String canonical(String name) {
    return "http://example.org/" + prefix + "/" + name;
  }

  String sites() {
    return canonical("CodeSystem/sites");
  }

  String moods() {
    return canonical("CodeSystem/moods");
  }

  /** Adds a resource under the next id of its type, with the tag of the cohort. */
  <T extends Resource> T add(T resource) {
    long number =
        resources.stream().filter(r -> r.fhirType().equals(resource.fhirType())).count() + 1;
    resource.setId(id(resource.fhirType(), (int) number));
    resource.getMeta().addTag(TAG_SYSTEM, prefix, null);
    vary(resource.getMeta(), resources.size());
    resources.add(resource);
    return resource;
  }

  private void vary(Meta meta, int number) {
    switch (number % 7) {
      case 1 -> meta.addProfile(canonical("StructureDefinition/lipid"));
      case 2 -> meta.addProfile(canonical("StructureDefinition/lipid") + "|1.0");
      case 3 -> meta.addProfile(canonical("StructureDefinition/lipid") + "|2.1");
      case 4 -> meta.addProfile(canonical("StructureDefinition/lipid-panel"));
      default -> {}
    }
    switch (number % 5) {
      case 0 -> meta.setSource("http://example.org/feeds/lab");
      case 1 -> meta.setSource("http://example.org/feeds/lab/analyser-1");
      case 2 -> meta.setSource("urn:oid:1.2.3.4");
      default -> {}
    }
    switch (number % 4) {
      case 0 ->
          meta.addSecurity("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R", null);
      case 1 -> meta.addSecurity("http://example.org/labels", "R", "Restricted");
      default -> {}
    }
    if (number % 3 == 0) {
      meta.addTag("http://example.org/codes", "needs-review", "Needs review");
    }
  }

  String id(String type, int number) {
    return prefix + "-" + type.toLowerCase(Locale.ROOT) + "-" + number;
  }

  /** A relative reference; that to a resource of an odd number also carries its identifier. */
  Reference to(String type, int number) {
    Reference reference = new Reference(type + "/" + id(type, number));
    return number % 2 == 0 ? reference : reference.setIdentifier(identifier(MRN, type + number));
  }

  Reference absolute(String type, int number) {
    return new Reference(baseUrl + "/" + type + "/" + id(type, number))
        .setDisplay(type + " Süd-West " + number);
  }

  Reference versioned(String type, int number) {
    return new Reference(type + "/" + id(type, number) + "/_history/1");
  }

  static Reference foreign(String type) {
    return new Reference(FOREIGN + type + "/77");
  }

  static Reference logical(String type, String system, String value) {
    return new Reference().setType(type).setIdentifier(identifier(system, value));
  }

  /** All forms of a reference to one resource, for resources to take turns. */
  Reference inTurn(int turn, String type, int number) {
    return switch (turn % 4) {
      case 0 -> to(type, number);
      case 1 -> absolute(type, number);
      case 2 -> versioned(type, number);
      default -> logical(type, MRN, type + number);
    };
  }

  static Identifier identifier(String system, String value) {
    Identifier identifier = new Identifier();
    if (!system.isEmpty()) {
      identifier.setSystem(system);
    }
    return value.isEmpty() ? identifier : identifier.setValue(value);
  }

  static Coding coding(String system, String code, String display) {
    Coding coding = new Coding();
    if (!system.isEmpty()) {
      coding.setSystem(system);
    }
    if (!code.isEmpty()) {
      coding.setCode(code);
    }
    return display.isEmpty() ? coding : coding.setDisplay(display);
  }

  static CodeableConcept concept(String system, String code, String display) {
    return new CodeableConcept().addCoding(coding(system, code, display));
  }

  /** Concepts in every form; null for none. */
  CodeableConcept conceptInTurn(int turn) {
    return switch (turn % 9) {
      case 0 -> null;
      case 1 -> concept(sites(), "lung", "Lung");
      case 2 -> concept(sites(), "left-lung", "Left lung").setText("Lunge, linke Seite");
      case 3 -> concept(sites(), "liver", "").addCoding(coding(moods(), "Calm", "Calm mood"));
      case 4 -> concept("", "lung", "Löwe ohne System");
      case 5 -> concept("http://example.org/unknown", "lung", "Elsewhere").setText("左肺上叶可见结节");
      case 6 -> new CodeableConcept().setText("Text only: Ångström’s ärztlicher Befund");
      case 7 -> concept(sites(), "LUNG", "Upper case").setText("X-ray of the left lung, upper");
      default -> concept(moods(), "calm", "").addCoding(coding(sites(), "upper-lobe", ""));
    };
  }

  static Quantity quantity(String value, String code) {
    Quantity quantity = new Quantity().setValue(new BigDecimal(value));
    return code.isEmpty() ? quantity : quantity.setSystem(Units.UCUM).setCode(code).setUnit(code);
  }

  /** A period of dates of any precision; an empty one stands for an open end. */
  static Period period(String start, String end) {
    Period period = new Period();
    if (!start.isEmpty()) {
      period.getStartElement().setValueAsString(start);
    }
    if (!end.isEmpty()) {
      period.getEndElement().setValueAsString(end);
    }
    return period;
  }
}
