package org.andiron.risk.population;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A made-up patient with what {@code prevent-2023} looks for, some years of it, and three times as
 * much of what it does not. Ids begin with that of the patient; texts are as long as those of
 * hospitals.
 */
final class MadePatient {

  private static final String[] OTHER_TESTS = {
    "718-7", "4544-3", "6690-2", "777-3", "2823-3", "2951-2", "2075-0", "1742-6", "1920-8",
        "1975-2",
    "2345-7", "17861-6", "1751-7", "2885-2", "6768-6", "3016-3", "2532-0", "2157-6", "14804-9",
        "33037-3"
  };

  private static final String[] OTHER_FINDINGS = {
    "195662009",
    "10509002",
    "444814009",
    "36971009",
    "40055000",
    "271737000",
    "302870006",
    "69896004",
    "79586000",
    "55680006"
  };

  private final Random random;
  private final String id;
  private final int times;
  private final List<String> entries = new ArrayList<>();

  /**
   * @param id a new logical id
   * @param times how often there is everything: once are some 60 and 200 resources
   */
  MadePatient(Random random, String id, int times) {
    this.random = random;
    this.id = id;
    this.times = times;
    patient();
    visits();
    relevant();
    other();
  }

  /** The entries of transactions that store it; the Patient is the first. */
  List<String> entries() {
    return entries;
  }

  private void patient() {
    add(
        "Patient",
        id,
        """
        "text": {"status": "generated", "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\">Made up</div>"},
        "extension": [{"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race", "extension": [
          {"url": "ombCategory", "valueCoding": {"system": "urn:oid:2.16.840.1.113883.6.238", "code": "2106-3"}},
          {"url": "text", "valueString": "White"}]}],
        "identifier": [{"system": "urn:made-up", "value": "%s"}],
        "name": [{"use": "official", "family": "Speed", "given": ["Patient", "%s"]}],
        "telecom": [{"system": "phone", "value": "555-01%02d", "use": "home"}],
        "gender": "%s", "birthDate": "19%02d-%02d-11",
        "address": [{"line": ["1 High Street"], "city": "Town%d", "country": "US"}],
        "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "en-US"}]}}]
        """
            .formatted(
                id,
                id,
                random.nextInt(100),
                random.nextBoolean() ? "female" : "male",
                50 + random.nextInt(35),
                1 + random.nextInt(12),
                Math.abs(id.hashCode()) % 10));
  }

  private void visits() {
    for (int i = 0; i < 30 * times; i++) {
      add(
          "Encounter",
          id + "-enc-" + i,
          """
          "status": "finished", "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
          "type": [{"coding": [{"system": "http://snomed.info/sct", "code": "162673000", "display": "General examination"}]}],
          "subject": {"reference": "Patient/%s"}, "period": {"start": "%s", "end": "%s"}
          """
              .formatted(id, time(40 * i), time(40 * i)));
    }
  }

  private void relevant() {
    for (int i = 0; i < 16 * times; i++) {
      pressure(i);
    }
    for (int i = 0; i < 7 * times; i++) {
      measured("chol-" + i, "2093-3", 150 + random.nextInt(100), "mg/dL", 120 * i);
      measured("hdl-" + i, "2085-9", 35 + random.nextInt(40), "mg/dL", 120 * i);
    }
    for (int i = 0; i < 8 * times; i++) {
      measured("crea-" + i, "2160-0", 0.6 + random.nextInt(8) / 10.0, "mg/dL", 90 * i);
    }
    for (int i = 0; i < 10 * times; i++) {
      measured("bmi-" + i, "39156-5", 20 + random.nextInt(18), "kg/m2", 90 * i);
    }
    for (int i = 0; i < 4 * times; i++) {
      smoking(i);
    }
    for (int i = 0; i < 6 * times; i++) {
      prescription(i);
    }
    condition("hypertension", random.nextInt(3) == 0 ? "38341003" : "195662009");
    condition("diabetes", random.nextInt(4) == 0 ? "44054006" : "10509002");
  }

  private void other() {
    for (int i = 0; i < 110 * times; i++) {
      measured(
          "other-" + i, OTHER_TESTS[i % OTHER_TESTS.length], 1 + random.nextInt(90), "g/L", 30 * i);
    }
    for (int i = 0; i < 20 * times; i++) {
      condition("other-" + i, OTHER_FINDINGS[i % OTHER_FINDINGS.length]);
    }
    for (int i = 0; i < 40 * times; i++) {
      add(
          "Procedure",
          id + "-proc-" + i,
          """
          "status": "completed", "code": {"coding": [{"system": "http://snomed.info/sct", "code": "%s",
            "display": "A procedure"}], "text": "A procedure"}, "subject": {"reference": "Patient/%s"},
          "encounter": {"reference": "Encounter/%s-enc-%d"}, "performedPeriod": {"start": "%s", "end": "%s"}
          """
              .formatted(430193006 + i % 7, id, id, i % 30, time(50 * i), time(50 * i)));
    }
  }

  private String time(int daysAgo) {
    return LocalDate.of(2026, 11, 1).minusDays(daysAgo) + "T09:30:00+01:00";
  }

  private String observed(String category, String loinc, int daysAgo) {
    return """
    "status": "final", "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category",
      "code": "%s", "display": "%s"}]}],
    "code": {"coding": [{"system": "http://loinc.org", "code": "%s", "display": "What is measured"}],
      "text": "What is measured"}, "subject": {"reference": "Patient/%s"},
    "encounter": {"reference": "Encounter/%s-enc-%d"}, "effectiveDateTime": "%s", "issued": "%s"
    """
        .formatted(
            category,
            category,
            loinc,
            id,
            id,
            random.nextInt(30),
            time(daysAgo),
            time(daysAgo).replace("00+", "00.123+"));
  }

  private void measured(String name, String loinc, double value, String unit, int daysAgo) {
    add(
        "Observation",
        id + '-' + name,
        observed("laboratory", loinc, daysAgo)
            + ", \"valueQuantity\": {\"value\": %s, \"unit\": \"%s\", \"system\": \"http://unitsofmeasure.org\", \"code\": \"%s\"}"
                .formatted(value, unit, unit));
  }

  private void pressure(int number) {
    String part =
        """
        {"code": {"coding": [{"system": "http://loinc.org", "code": "%s", "display": "Blood pressure"}]},
         "valueQuantity": {"value": %d, "unit": "mm[Hg]", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}}
        """;
    add(
        "Observation",
        id + "-bp-" + number,
        observed("vital-signs", "85354-9", 60 * number)
            + ", \"component\": ["
            + part.formatted("8462-4", 60 + random.nextInt(40))
            + ", "
            + part.formatted("8480-6", 100 + random.nextInt(70))
            + "]");
  }

  private void smoking(int number) {
    add(
        "Observation",
        id + "-smoking-" + number,
        observed("social-history", "72166-2", 200 * number)
            + ", \"valueCodeableConcept\": {\"coding\": [{\"system\": \"http://snomed.info/sct\", \"code\": \"%s\"}]}"
                .formatted(random.nextInt(4) == 0 ? "449868002" : "266919005"));
  }

  private void prescription(int number) {
    add(
        "MedicationRequest",
        id + "-med-" + number,
        """
        "status": "active", "intent": "order", "medicationCodeableConcept": {"coding": [
          {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "%s", "display": "A medication"}], "text": "A medication"},
        "subject": {"reference": "Patient/%s"}, "encounter": {"reference": "Encounter/%s-enc-%d"}, "authoredOn": "%s",
        "dosageInstruction": [{"sequence": 1, "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
          "doseAndRate": [{"type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/dose-rate-type",
            "code": "ordered"}]}, "doseQuantity": {"value": 1}}]}]
        """
            .formatted(
                List.of("314076", "617312", "310798", "243670").get(random.nextInt(4)),
                id,
                id,
                number % 30,
                time(100 * number)));
  }

  private void condition(String name, String snomed) {
    add(
        "Condition",
        id + "-cond-" + name,
        """
        "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
        "verificationStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "confirmed"}]},
        "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-category", "code": "problem-list-item"}]}],
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "%s", "display": "A finding"}], "text": "A finding"},
        "subject": {"reference": "Patient/%s"}, "encounter": {"reference": "Encounter/%s-enc-1"},
        "onsetDateTime": "%s", "recordedDate": "%s"
        """
            .formatted(snomed, id, id, time(700), time(700)));
  }

  private void add(String type, String resource, String members) {
    entries.add(
        "{\"resource\": {\"resourceType\": \"%s\", \"id\": \"%s\", %s}, \"request\": {\"method\": \"PUT\", \"url\": \"%s/%s\"}}"
            .formatted(type, resource, members, type, resource));
  }
}
