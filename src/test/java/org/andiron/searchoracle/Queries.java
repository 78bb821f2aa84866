package org.andiron.searchoracle;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/** Queries on {@link EdgeCases}, the same at every call: for each row of the table a handful. */
public final class Queries {

  private final Cohort cohort;
  private final EdgeDraft draft;
  private final Extraction extraction;
  private final Samples samples;

  /** Queries on a cohort made with this prefix. */
  public Queries(Cohort cohort, String prefix) {
    this.cohort = cohort;
    draft = new EdgeDraft(prefix, cohort.baseUrl());
    extraction = new Extraction(cohort);
    samples = new Samples(cohort, draft);
  }

  /**
   * A search to be judged.
   *
   * @param type resource type, empty for all
   * @param query encoded, without the restriction to the cohort
   */
  public record Query(String type, String query) {

    @Override
    public String toString() {
      return type + "?" + query;
    }
  }

  /** Queries for one row; none if the judge has no answer. */
  public List<Query> of(SearchTable.Row row) {
    if (row.unjudged().isPresent()) {
      return List.of();
    }
    List<String> values =
        switch (row.code()) {
          case "_list" -> List.of(draft.id("List", 1), draft.id("List", 2), "absent");
          case "_filter" -> filters(row.type());
          default ->
              row.parameterType() == SearchParamType.COMPOSITE
                  ? composites(row)
                  : samples.of(row, elements(row.type(), row.code()));
        };
    return values.stream().map(value -> query(row.type(), row.name(), value)).toList();
  }

  /** Chains, reverse chains, composites and combinations. */
  public List<Query> combined() {
    String patient = "Patient/" + draft.id("Patient", 2);
    return Stream.of(
            query("Encounter", "subject:Patient.family", "hüber"),
            query("Encounter", "subject:Patient.name:exact", "Hüber"),
            query("Encounter", "patient.gender", "male"),
            query("Encounter", "patient.gender:not", "male"),
            query("Encounter", "patient.birthdate:missing", "true"),
            query("Encounter", "patient.birthdate", "ge1970-03"),
            query("Encounter", "subject:Patient.general-practitioner:Practitioner.family", "Huber"),
            query("DiagnosticReport", "encounter.subject:Patient.name", "straße"),
            query(
                "DiagnosticReport",
                "encounter.subject:Patient.general-practitioner:Practitioner.name",
                "hüb"),
            query("DiagnosticReport", "result.code", EdgeDraft.LOINC + "|" + EdgeFindings.WEIGHT),
            query(
                "DiagnosticReport",
                "result.code-value-quantity",
                EdgeDraft.LOINC + "|" + EdgeFindings.POTASSIUM + "$gt5|" + Units.UCUM + "|mg"),
            query("DiagnosticReport", "result.subject:Patient.organization.name", "charite"),
            query("ImagingStudy", "encounter.location.name", "Ward"),
            query("ImagingStudy", "encounter.location.organization.name", "Charité"),
            query("ImagingStudy", "basedon:ServiceRequest.code", draft.sites() + "|liver"),
            query("Patient", "general-practitioner:Practitioner.name", "hub"),
            query("Patient", "organization.name", "Klinik"),
            query("Patient", "organization.partof.name", "Charité"),
            query("Patient", "link:Patient.family", "huber"),
            query(
                "Patient",
                "_has:Observation:patient:code",
                EdgeDraft.LOINC + "|" + EdgeFindings.WEIGHT),
            query("Patient", "_has:Observation:patient:status:not", "final"),
            query("Patient", "_has:Encounter:patient:date", "ge2024-03"),
            query(
                "Patient",
                "_has:Encounter:patient:_has:DiagnosticReport:encounter:status",
                "final"),
            query("Practitioner", "_has:Patient:general-practitioner:gender", "female,male"),
            query(
                "Practitioner",
                "_has:Patient:general-practitioner:_has:Encounter:subject:class",
                "AMB,IMP"),
            query("Encounter", "_has:Encounter:part-of:status", "planned,arrived,in-progress"),
            query("Encounter", "part-of.part-of.class", "AMB"),
            query("Encounter", "_has:ImagingStudy:encounter:modality", "CT"),
            and(
                query("Encounter", "date", "ge2024-03-01"),
                query("", "date", "lt2024-03-31"),
                query("", "class", "AMB,IMP")),
            and(query("Patient", "given", "jorg"), query("", "family", "")),
            and(query("Patient", "gender", "male"), query("", "active", "true")),
            and(query("Patient", "given", "zoe"), query("", "given", "renee")),
            and(query("Patient", "birthdate", "ge1970"), query("", "birthdate", "le1970-03")),
            and(query("ImagingStudy", "modality", "CT"), query("", "bodysite:missing", "true")),
            and(query("DiagnosticReport", "patient", patient), query("", "status", "final")),
            query("", "_type", "Patient,Practitioner"),
            and(query("", "_type", "Encounter"), query("", "_id", draft.id("Encounter", 3))),
            and(query("", "_type", "Patient,Encounter"), query("", "_security", "R")),
            query("", "_profile", draft.canonical("StructureDefinition/lipid")),
            query("DiagnosticReport", "code:text", "\"left lung\""),
            query("DiagnosticReport", "code:text", "\"lung left\""),
            query("DiagnosticReport", "code:text", "lung left"),
            query("DiagnosticReport", "code:text", "lun* or labor"),
            query("DiagnosticReport", "code:text", "lung -linke"),
            query("DiagnosticReport", "code:text", "-lung"),
            query("DiagnosticReport", "code:text", "(lung or labor) -(ray or links)"),
            query("DiagnosticReport", "code:text", "*efun*"),
            query("DiagnosticReport", "code:text", "*fund"),
            query("DiagnosticReport", "code:text", "*efun* -labor"),
            query("DiagnosticReport", "code:text", "*efun* or lung"),
            query("DiagnosticReport", "code:text", "(-*efun* lung) or labor"),
            query("DiagnosticReport", "code:text", "xray"),
            query("DiagnosticReport", "code:text", "x-ra"),
            query("DiagnosticReport", "code:text", "结节"),
            query("DiagnosticReport", "code:text", "肺"),
            query("DiagnosticReport", "code:text", "左肺上叶"),
            query("DiagnosticReport", "code:text", "左叶"),
            query("DiagnosticReport", "code:text", "结节 else"),
            query("DiagnosticReport", "code:text", "-结节"),
            query("DiagnosticReport", "code:text", "结节,labor"),
            query("DiagnosticReport", "result.code:text", "kal"),
            query("Patient", "_has:Observation:patient:code:text", "*aliu*"),
            query("Patient", "general-practitioner:text", "west süd"),
            query("Patient", "general-practitioner:text", "südwest"),
            query("Patient", "general-practitioner:text", "\"West 3\""),
            query("Patient", "given", "lena"),
            query("Patient", "given", "annalena"),
            query("Patient", "given", "anna-lena"),
            query("Patient", "given", "anna lena"),
            query("Patient", "given", "anna"),
            query("Patient", "family", "o brien"),
            query("Patient", "family", "o'brien"),
            query("Patient", "family", "oneill"),
            query("Patient", "family", "meyer o'neill"),
            query("Patient", "family", "quinones"),
            query("Location", "near", "52.52|13.405|1|km"),
            query("Location", "near", "52.52|13.405|2000|m"),
            query("Location", "near", "52.52|13.405|1.0|[mi_us]"),
            query("Location", "near", "52.52|13.405|600"),
            query("Location", "near", "0|180|10|km"),
            query("Location", "near", "90|100|5|km"),
            query("Location", "partof:below", draft.id("Location", 1)))
        .toList();
  }

  /** Chains, reverse chains, composites and combinations on patients of Synthea. */
  public List<Query> ofSynthea() {
    return Stream.of(
            query("Encounter", "subject:Patient.gender", "female"),
            query("Encounter", "participant:Practitioner.name", "a"),
            query("Encounter", "service-provider.address-state", "MA"),
            query("Encounter", "diagnosis:Condition.code:text", "a"),
            query("DiagnosticReport", "encounter.service-provider.name", "c"),
            query("DiagnosticReport", "encounter.subject:Patient.gender", "male"),
            query("DiagnosticReport", "result.code", EdgeDraft.LOINC + "|2339-0"),
            query("DiagnosticReport", "result.value-quantity", "gt90||mg/dL"),
            query("Observation", "code-value-quantity", EdgeDraft.LOINC + "|8302-2$gt160"),
            query(
                "Observation",
                "code-value-quantity",
                EdgeDraft.LOINC + "|29463-7$lt0.08|" + Units.UCUM + "|t"),
            query(
                "Observation",
                "component-code-value-quantity",
                EdgeDraft.LOINC + "|8480-6$ge120|" + Units.UCUM + "|mm[Hg]"),
            query("ImagingStudy", "encounter.class", "AMB,EMER,IMP"),
            query("Patient", "_has:Observation:patient:code", EdgeDraft.LOINC + "|8302-2"),
            query("Patient", "_has:Encounter:patient:_has:Procedure:encounter:status", "completed"),
            query("Patient", "_has:ImagingStudy:patient:_id:missing", "false"),
            query("Practitioner", "_has:Encounter:participant:class", "AMB"),
            query("Patient", "_filter", "gender eq female and birthdate lt 1990-01-01"),
            query("ExplanationOfBenefit", "coverage:Coverage.type:text", "a"),
            query("ExplanationOfBenefit", "patient.gender", "female"),
            and(query("Encounter", "date", "ge2024"), query("", "date", "lt2025-06")),
            and(query("Observation", "category", "vital-signs"), query("", "status", "final")),
            query("", "_type", "Patient,ImagingStudy"))
        .toList();
  }

  /** For each parameter that has an order, both directions; and keys after keys. */
  public List<Query> sorted(String type) {
    List<Query> queries = new ArrayList<>();
    for (SearchDefinition definition : SearchDefinitions.r4().of(type).values()) {
      switch (definition.type()) {
        case STRING, TOKEN, DATE, QUANTITY, URI, REFERENCE -> {
          if (!definition.paths().isEmpty() && definition.usage().equals("normal")) {
            queries.add(query(type, "_sort", definition.code()));
            queries.add(query(type, "_sort", "-" + definition.code()));
          }
        }
        default -> {}
      }
    }
    queries.add(query(type, "_sort", "-_lastUpdated,_id"));
    queries.add(query(type, "_sort", type.equals("Patient") ? "gender,-birthdate,_id" : "-_id"));
    return queries;
  }

  /** Inclusions, forward, backward, by type, repeated and of everything. */
  public List<Query> including() {
    return List.of(
        query("Patient", "_include", "Patient:general-practitioner"),
        query("Patient", "_include", "Patient:general-practitioner:Organization"),
        query("Patient", "_include", "Patient:*"),
        query("Patient", "_revinclude", "Encounter:subject"),
        query("Patient", "_revinclude", "Observation:patient"),
        query("Encounter", "_include", "Encounter:patient"),
        query("Encounter", "_include", "*"),
        query("Encounter", "_include:iterate", "Encounter:part-of"),
        and(
            query("Encounter", "_include", "Encounter:subject"),
            query("", "_include:iterate", "Patient:organization"),
            query("", "_include:iterate", "Organization:partof")),
        and(
            query("Encounter", "_id", draft.id("Encounter", 30)),
            query("", "_include:iterate", "Encounter:part-of")),
        and(
            query("Observation", "_id", draft.id("Observation", 23)),
            query("", "_include:iterate", "Observation:has-member")),
        and(
            query("Location", "_id", draft.id("Location", 3)),
            query("", "_revinclude", "Encounter:location"),
            query("", "_revinclude:iterate", "DiagnosticReport:encounter")),
        query("DiagnosticReport", "_include", "DiagnosticReport:result"),
        query("ImagingStudy", "_include", "ImagingStudy:endpoint"),
        query("ImagingStudy", "_include", "ImagingStudy:performer:Practitioner"),
        query("Practitioner", "_revinclude", "Patient:general-practitioner"));
  }

  private List<Base> elements(String type, String code) {
    SearchDefinition definition = SearchDefinitions.r4().find(type, code).orElseThrow();
    return cohort.ofType(type).stream()
        .flatMap(resource -> extraction.values(resource, definition).stream())
        .toList();
  }

  /** Pairs of what the components have, by prefix and without. */
  private List<String> composites(SearchTable.Row row) {
    SearchDefinition definition = SearchDefinitions.r4().find(row.type(), row.code()).orElseThrow();
    List<String> values = new ArrayList<>();
    for (Base root : elements(row.type(), row.code())) {
      List<List<String>> parts =
          definition.components().stream()
              .map(
                  component ->
                      samples.of(
                          new SearchTable.Row(
                              row.type(), row.code(), component.type(), "", "", row.unjudged()),
                          extraction.values(root, component.expression())))
              .toList();
      if (parts.stream().noneMatch(List::isEmpty)) {
        String prefix =
            definition.components().get(1).type() == SearchParamType.TOKEN
                    || definition.components().get(1).type() == SearchParamType.STRING
                ? ""
                : new String[] {"", "ge", "lt"}[values.size() % 3];
        for (String second : Samples.spread(parts.get(1), 2)) {
          values.add(first(parts.get(0).get(0)) + "$" + prefix + first(second));
        }
      }
    }
    return Samples.spread(values, 12);
  }

  /** A sample may be several values. */
  private static String first(String sample) {
    return Escapes.split(sample, ',').get(0);
  }

  private List<String> filters(String type) {
    List<String> filters =
        new ArrayList<>(
            List.of(
                "_id eq " + draft.id(type, 2),
                "_lastUpdated gt 2020-01-01",
                "_security pr true",
                "not (_security pr true)",
                "_tag eq http://example.org/codes|needs-review and _security pr false"));
    filters.addAll(
        switch (type) {
          case "Patient" ->
              List.of(
                  "family eq \"hüber\"",
                  "family ne \"Hüber\"",
                  "family co \"enscheidt\" or given ew \"ID\"",
                  "name sw \"st\" and (gender eq male or gender eq other)",
                  "birthdate ge 1970-03-01 and birthdate lt 2024",
                  "birthdate po 1970-03",
                  "death-date sa 2024-03-01",
                  "death-date eb 2024-03-01",
                  "language in " + draft.canonical("ValueSet/lungs"),
                  "language ni " + draft.canonical("ValueSet/lungs"),
                  "language ss " + draft.sites() + "|lung",
                  "general-practitioner re Practitioner/" + draft.id("Practitioner", 2),
                  "general-practitioner.name co \"hub\"",
                  "general-practitioner[identifier pr true].name co \"hub\"",
                  "organization.partof.name co \"charit\"",
                  "gender ne male",
                  "address-city pr false");
          case "Practitioner" ->
              List.of("given eq \"zoe\"", "active eq true and gender pr true", "email pr true");
          case "Encounter" ->
              List.of(
                  "date po 2024-03-01",
                  "date ap 2024-03-01",
                  "length gt 1|http://unitsofmeasure.org|h",
                  "length le 60",
                  "subject.name co \"strass\"",
                  "class eq AMB or type ss " + draft.sites() + "|lung",
                  "location[name eq \"ward 1\"].organization.name sw \"charite\"",
                  "part-of pr true and not (service-provider pr true)");
          case "DiagnosticReport" ->
              List.of(
                  "issued ge 2024-03-01T00:00:00Z",
                  "code eq http://loinc.org|11502-2 and subject.name co \"hub\"",
                  "result[status eq final].code eq http://loinc.org|29463-7",
                  "category sb " + draft.sites() + "|upper-lobe");
          case "ImagingStudy" ->
              List.of(
                  "modality eq CT and started ge 2024-03",
                  "encounter.subject.gender eq male",
                  "bodysite ss " + draft.sites() + "|thorax");
          default -> List.of();
        });
    if (cohort.ofType("ValueSet").isEmpty()) {
      filters.removeIf(it -> it.contains(draft.canonical("ValueSet")));
    }
    return filters;
  }

  private static Query and(Query... queries) {
    return new Query(
        queries[0].type(), String.join("&", Stream.of(queries).map(Query::query).toList()));
  }

  private static Query query(String type, String name, String value) {
    return new Query(
        type, name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
  }
}
