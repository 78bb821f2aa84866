package org.andiron.consent.proof;

import java.util.List;

/** Queries of GraphQL: lists, pages of them, what refers and what is referred to. */
final class GraphQlGrammar {

  private final Vocabulary words;

  GraphQlGrammar(Vocabulary words) {
    this.words = words;
  }

  Step call(int caller) {
    if (words.chance(20)) {
      return ofInstance(caller);
    }
    Step get = Step.of(caller, "GET", "$graphql", List.of("query=" + Vocabulary.encoded(query())));
    return words.chance(85)
        ? get
        : Step.of(caller, "POST", "$graphql", List.of())
            .withBody(query(), "Content-Type", "application/graphql");
  }

  private Step ofInstance(int caller) {
    String type = words.one("Patient", "Encounter", "Observation", "DiagnosticReport");
    String query =
        switch (type) {
          case "Patient" ->
              words.one(
                  "{id name{family}}",
                  "{id ObservationList(_reference:patient){id code{text}}"
                      + " ConditionList(_reference:patient){id} TaskList(_reference:patient){id}}",
                  "{id EncounterConnection(_reference:patient,_count:2){count"
                      + " edges{resource{id}}}}");
          case "Encounter" ->
              "{id partOf{reference resource{...on Encounter{id}}}"
                  + " ObservationList(_reference:encounter){id}"
                  + " ConditionList(_reference:encounter){id}}";
          case "Observation" ->
              "{id text{div} subject{resource{...on Patient{id name{family}}}}"
                  + " DiagnosticReportList(_reference:result){id conclusion}}";
          default ->
              "{id result{reference display resource{...on Observation{id device{resource{...on"
                  + " Device{id}}}}}} basedOn{resource{...on ServiceRequest{id}}}}";
        };
    return Step.of(
        caller,
        "GET",
        type + "/" + words.id(type) + "/$graphql",
        List.of("query=" + Vocabulary.encoded(query)));
  }

  private String query() {
    return switch (words.random().nextInt(10)) {
      case 0 ->
          "{PatientList(_count:20){id name{family} ObservationList(_reference:patient){id"
              + " code{text} valueQuantity{value}}}}";
      case 1 ->
          "{ObservationList(subject:\"Patient/"
              + words.id("Patient")
              + "\",_count:50){id effectiveDateTime text{div} note{text}"
              + " component{code{text} valueQuantity{value}} subject{reference resource{...on"
              + " Patient{id birthDate}}} device{resource{...on Device{id serialNumber}}}}}";
      case 2 -> "{Observation(id:\"" + words.id("Observation") + "\"){id code{text}}}";
      case 3 -> connection("Condition", "code");
      case 4 -> connection(words.one("Observation", "Procedure", "Encounter"), "_id");
      // What refers to what refers to it.
      case 5 ->
          "{EncounterList(_count:10){id ObservationList(_reference:encounter){id"
              + " DiagnosticReportList(_reference:result){id conclusion} hasMember{resource{...on"
              + " Observation{id}}}} ConditionList(_reference:encounter){id"
              + " TaskList(_reference:focus){id description}}}}";
      case 6 ->
          "{DeviceList(_count:20){id ObservationList(_reference:device){id subject{resource{...on"
              + " Patient{id name{family}}}}}}}";
      case 7 ->
          "{PractitionerList(_count:20){id ObservationList(_reference:performer){id"
              + " encounter{resource{...on Encounter{id partOf{resource{...on"
              + " Encounter{id}}}}}}}}}";
      case 8 ->
          words.one(
              "{__schema{queryType{name} types{name}}}",
              "{__type(name:\"Observation\"){name fields{name type{name}}}}",
              "{__typename PatientList(_count:3){__typename id}}");
      default -> "{" + list() + "}";
    };
  }

  private String connection(String type, String parameter) {
    String value =
        parameter.equals("_id")
            ? words.id(type)
            : words.value(type, parameter).replaceAll(".*\\|", "");
    String criterion = words.chance(50) ? "" : parameter + ":\"" + value + "\",";
    return "{"
        + type
        + "Connection("
        + criterion
        + "_count:2){count offset pagesize first last next edges{mode score resource{id}}}}";
  }

  private String list() {
    String type = words.type();
    return type
        + "List("
        + words.one(
            "_id:\"" + words.id(type) + "\"",
            "_count:5",
            "_sort:\"-_lastUpdated\",_count:3",
            "_content:\"" + words.word() + "\"")
        + "){id meta{versionId lastUpdated source tag{code display}}}";
  }
}
