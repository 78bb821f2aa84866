package org.andiron.risk.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.andiron.risk.feature.FeatureDefinition;
import org.andiron.risk.feature.FeatureSet;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.feature.Source;

/** A small record that has something of what risk models look for, and something else. */
final class RandomTransaction {

  private static final List<String> LOCAL = List.of("urn:local:a", "urn:local:b");

  private final Random random;
  private final Map<ResourceKind, List<String[]>> codes;
  private final String patient;
  private final List<String> resources = new ArrayList<>();

  /**
   * @param models whose codes are used
   * @param patient a new logical id, which all others begin with
   */
  RandomTransaction(Random random, List<FeatureSet> models, String patient) {
    this.random = random;
    this.patient = patient;
    this.codes =
        List.of(ResourceKind.values()).stream()
            .collect(Collectors.toMap(kind -> kind, kind -> codes(models, kind)));
    add(
        "Patient",
        patient,
        "'gender': '%s', 'birthDate': '19%02d-03-04'"
            .formatted(random.nextBoolean() ? "female" : "male", 30 + random.nextInt(50)));
    for (int i = 0; i < 25; i++) {
      addOne(i);
    }
  }

  /** Of all features, with codes without a point so that prefixes are among them as codes. */
  private static List<String[]> codes(List<FeatureSet> models, ResourceKind kind) {
    Set<String> all = new TreeSet<>();
    for (FeatureSet model : models) {
      for (FeatureDefinition feature : model.features()) {
        for (Source source : feature.sources()) {
          if (source.resource() == kind) {
            source.codes().codes().forEach((s, some) -> some.forEach(c -> all.add(s + '|' + c)));
            source.codes().prefixes().forEach((s, some) -> some.forEach(c -> all.add(s + '|' + c)));
          }
        }
      }
    }
    return all.stream().map(it -> it.split("\\|", 2)).toList();
  }

  /** The entries of a transaction that stores it. */
  List<String> entries() {
    return resources;
  }

  private void addOne(int number) {
    String id = patient + "-" + number;
    String subject = "'subject': {'reference': 'Patient/" + patient + "'}, ";
    String date =
        "20%02d-0%d-1%d".formatted(20 + random.nextInt(6), 1 + random.nextInt(9), number % 9);
    switch (random.nextInt(8)) {
      case 0, 1, 2 ->
          add(
              "Observation",
              id,
              subject
                  + "'status': 'final', 'effectiveDateTime': '"
                  + date
                  + "', 'code': "
                  + concept(ResourceKind.OBSERVATION)
                  + ", 'valueQuantity': {'value': "
                  + (50 + random.nextInt(100))
                  + ", 'system': 'http://unitsofmeasure.org', 'code': '"
                  + List.of("mm[Hg]", "mg/dL", "/min", "%").get(random.nextInt(4))
                  + "'}");
      case 3 ->
          add(
              "Condition",
              id,
              subject
                  + "'clinicalStatus': {'coding': [{'system':"
                  + " 'http://terminology.hl7.org/CodeSystem/condition-clinical', 'code':"
                  + " 'active'}]}, 'onsetDateTime': '"
                  + date
                  + "', 'code': "
                  + concept(ResourceKind.CONDITION));
      case 4 ->
          add(
              "Procedure",
              id,
              subject
                  + "'status': 'completed', 'performedDateTime': '"
                  + date
                  + "', 'code': "
                  + concept(ResourceKind.PROCEDURE));
      case 5 ->
          add(
              "Encounter",
              id,
              subject
                  + "'status': 'finished', 'class': {'system':"
                  + " 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'IMP'}, 'period':"
                  + " {'start': '"
                  + date
                  + "'}");
      case 6 -> medication(id, subject, date);
      default ->
          add(
              "FamilyMemberHistory",
              id,
              "'patient': {'reference': 'Patient/"
                  + patient
                  + "'}, 'status': 'completed', 'relationship': {'text': 'x'}, 'condition':"
                  + " [{'code': "
                  + concept(ResourceKind.FAMILY_MEMBER_HISTORY)
                  + "}]");
    }
  }

  private void medication(String id, String subject, String date) {
    String code = concept(ResourceKind.MEDICATION_REQUEST);
    String medication;
    switch (random.nextInt(3)) {
      case 0 -> {
        add("Medication", id + "-drug", "'code': " + code);
        medication = "'medicationReference': {'reference': 'Medication/" + id + "-drug'}";
      }
      case 1 ->
          medication =
              "'contained': [{'resourceType': 'Medication', 'id': 'drug', 'code': "
                  + code
                  + "}], 'medicationReference': {'reference': '#drug'}";
      default -> medication = "'medicationCodeableConcept': " + code;
    }
    add(
        "MedicationRequest",
        id,
        subject
            + "'status': 'active', 'intent': 'order', 'authoredOn': '"
            + date
            + "', "
            + medication);
  }

  /** With a code that is looked for, another of the same system, one of a local system, or none. */
  private String concept(ResourceKind kind) {
    List<String[]> wanted = codes.get(kind);
    List<String> codings = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int choice = random.nextInt(10);
      if (wanted.isEmpty() || choice == 0) {
        codings.add(coding(LOCAL.get(random.nextInt(2)), "c" + random.nextInt(5)));
      } else {
        String[] code = wanted.get(random.nextInt(wanted.size()));
        if (choice < 6) {
          codings.add(coding(code[0], code[1]));
        } else if (choice < 8) {
          codings.add(coding(code[0], "unknown" + random.nextInt(3)));
        } else {
          codings.add("{'system': '" + code[0] + "'}");
        }
      }
    }
    return random.nextInt(12) == 0
        ? "{'text': 'uncoded'}"
        : "{'coding': [" + String.join(", ", codings) + "]}";
  }

  private static String coding(String system, String code) {
    return "{'system': '" + system + "', 'code': '" + code + "'}";
  }

  private void add(String type, String id, String members) {
    resources.add(
        "{'resource': {'resourceType': '%s', 'id': '%s', %s}, 'request': {'method': 'PUT', 'url': '%s/%s'}}"
            .formatted(type, id, members, type, id));
  }
}
