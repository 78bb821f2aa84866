package org.andiron.consent.proof;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;

/**
 * Makes calls of the operations that the CapabilityStatement lists. Each has somebody here who
 * knows what to ask it, or a reason why it is not asked.
 */
final class OperationGrammar {

  /** Operations that are not called, and why. */
  static final Map<String, String> LEFT_OUT =
      Map.of(
          "export-poll-status", "follows each $export",
          "export-file", "follows each $export",
          "import", "reads files from elsewhere; what it stores is stored by others",
          "import-poll-status", "nobody here imports",
          "break-glass", "makes more visible: has tests of its own",
          "evaluate-status", "of jobs that only officers and patients begin",
          "risk-train-status", "of jobs that only administrators begin",
          "replay", "of scores that are stored, which callers here have none of: RiskScoreIT",
          "risk-outcome", "of scores that are stored, as well: RiskOutcomeIT");

  /** Of administrators, whom nothing is withheld from: refused, whatever the id. */
  private static final Set<String> REFUSED =
      Set.of(
          "get-resource-counts",
          "delete-expunge",
          "expunge",
          "reindex",
          "reindex-dryrun",
          "reindex-terminology",
          "invalidate-expansion",
          "hapi.fhir.reindex-status",
          "hapi.fhir.merge",
          "hapi.fhir.undo-merge",
          "hapi.fhir.replace-references",
          "hapi.fhir.undo-replace-references",
          "risk-versions",
          "risk-history",
          "risk-monitoring",
          "risk-deploy",
          "risk-change",
          "risk-rollback",
          "risk-reload",
          "risk-report",
          "risk-train");

  private final Vocabulary words;
  private final WriteGrammar writes;
  private final Map<String, Set<String>> typesOf = new TreeMap<>();
  private final Map<String, IntFunction<Step>> known = new TreeMap<>();

  /**
   * @param owner the caller who is a patient, or keeps Consents, if there is one
   */
  OperationGrammar(
      Vocabulary words, WriteGrammar writes, CapabilityStatementRestComponent rest, int owner) {
    this.words = words;
    this.writes = writes;
    rest.getOperation().forEach(it -> typesOf.put(it.getName(), new TreeSet<>()));
    rest.getResource()
        .forEach(
            type ->
                type.getOperation()
                    .forEach(
                        it ->
                            typesOf
                                .computeIfAbsent(it.getName(), name -> new TreeSet<>())
                                .add(type.getType())));
    known.put("everything", this::everything);
    known.put("summary", this::summary);
    known.put("lastn", this::lastn);
    known.put("document", this::document);
    known.put("graphql", new GraphQlGrammar(words)::call);
    known.put("meta", this::meta);
    known.put("meta-add", caller -> changeOfMeta(caller, "$meta-add"));
    known.put("meta-delete", caller -> changeOfMeta(caller, "$meta-delete"));
    known.put("validate", this::validate);
    known.put("diff", this::diff);
    known.put("expand", this::expand);
    known.put("export", this::export);
    known.put("lookup", caller -> coded(caller, "CodeSystem/$lookup"));
    known.put("subsumes", caller -> coded(caller, "CodeSystem/$subsumes"));
    known.put("translate", caller -> coded(caller, "ConceptMap/$translate"));
    known.put("validate-code", caller -> coded(caller, "ValueSet/$validate-code"));
    known.put("snapshot", caller -> onAny(caller, "snapshot"));
    DecisionGrammar decisions = new DecisionGrammar(words, owner);
    known.put("explain-access", decisions::explainAccess);
    known.put("access-report", caller -> onAny(caller, "access-report"));
    known.put("evaluate", decisions::evaluate);
    known.put("risk-score", this::riskScore);
    known.put("risk-models", caller -> Step.of(caller, "GET", "$risk-models", List.of()));
    REFUSED.forEach(name -> known.put(name, caller -> onAny(caller, name)));
  }

  /** Operations of which nobody here knows anything. */
  Set<String> unknown() {
    Set<String> unknown = new TreeSet<>(typesOf.keySet());
    unknown.removeAll(known.keySet());
    unknown.removeAll(LEFT_OUT.keySet());
    return unknown;
  }

  /** A call of one of them; those that show records more often. */
  Step call(int caller) {
    List<String> often =
        List.of(
            "everything",
            "lastn",
            "graphql",
            "graphql",
            "expand",
            "meta",
            "explain-access",
            "evaluate");
    List<String> listed = typesOf.keySet().stream().filter(known::containsKey).toList();
    String name = words.chance(55) ? words.any(often) : words.any(listed);
    return known.get(words.chance(80) && REFUSED.contains(name) ? "summary" : name).apply(caller);
  }

  private Step everything(int caller) {
    List<String> parameters = new ArrayList<>();
    if (words.chance(30)) {
      parameters.add("_type=" + words.type() + "," + words.type());
    }
    if (words.chance(30)) {
      parameters.add("_since=" + WorldDatabase.FIRST_STORED.plusSeconds(6000));
    }
    if (words.chance(30)) {
      parameters.add(words.one("start=2021-01-01", "end=2021-12-31"));
    }
    if (words.chance(50)) {
      parameters.add("_count=" + words.one(1, 5, 20));
    }
    String type = words.one("Patient", "Patient", "Encounter", "Group");
    boolean all = words.chance(10) && !type.equals("Group");
    return Step.of(
        caller, "GET", type + (all ? "" : "/" + words.id(type)) + "/$everything", parameters);
  }

  private Step summary(int caller) {
    if (words.chance(25)) {
      List<String> parts =
          Splitter.on('|').limit(2).splitToList(words.value("Patient", "identifier"));
      Parameters parameters = new Parameters();
      parameters
          .addParameter()
          .setName("identifier")
          .setValue(
              new Identifier()
                  .setSystem(WorldDraft.IDENTIFIERS)
                  .setValue(parts.get(parts.size() - 1)));
      return Step.of(caller, "POST", "Patient/$summary", List.of())
          .withBody(Marks.text(parameters));
    }
    return Step.of(caller, "GET", "Patient/" + words.id("Patient") + "/$summary", List.of());
  }

  private Step lastn(int caller) {
    List<String> parameters = new ArrayList<>();
    parameters.add(
        words.chance(80)
            ? words.one("patient", "subject") + "=Patient/" + words.id("Patient")
            : "category=laboratory");
    if (words.chance(50)) {
      parameters.add("max=" + words.one(1, 2, 3));
    }
    if (words.chance(30)) {
      parameters.add("code=" + Vocabulary.encoded(words.value("Observation", "code")));
    }
    if (words.chance(30)) {
      parameters.add("_count=" + words.one(1, 3));
    }
    return Step.of(caller, "GET", "Observation/$lastn", parameters);
  }

  private Step document(int caller) {
    return Step.of(
        caller, "GET", "Composition/" + words.id("Composition") + "/$document", List.of());
  }

  private Step meta(int caller) {
    String type = words.type();
    String path =
        words.chance(70)
            ? type + "/" + words.id(type) + "/$meta"
            : words.one(type + "/$meta", "$meta");
    return Step.of(caller, "GET", path, List.of());
  }

  private Step changeOfMeta(int caller, String operation) {
    String type = words.any(List.of("Observation", "Condition", "Task"));
    Parameters parameters = new Parameters();
    parameters.addParameter(
        new Parameters.ParametersParameterComponent()
            .setName("meta")
            .setValue(
                new org.hl7.fhir.r4.model.Meta()
                    .addTag("http://example.org/proof/tags", words.word(), null)));
    return Step.of(caller, "POST", type + "/" + words.id(type) + "/" + operation, List.of())
        .withBody(Marks.text(parameters));
  }

  private Step validate(int caller) {
    String type = words.any(List.of("Observation", "Condition", "Task", "Consent"));
    if (words.chance(40)) {
      return Step.of(
          caller,
          "GET",
          type + "/" + words.id(type) + "/$validate",
          List.of("mode=" + words.one("delete", "profile", "update")));
    }
    Parameters parameters = new Parameters();
    Resource resource = writes.fresh(type);
    if (words.chance(50)) {
      resource.setId(words.resource(type).getIdPart());
    }
    parameters.addParameter().setName("resource").setResource(resource);
    return Step.of(caller, "POST", type + "/$validate", List.of()).withBody(Marks.text(parameters));
  }

  private Step diff(int caller) {
    String type = words.type();
    return words.chance(50)
        ? Step.of(caller, "GET", type + "/" + words.id(type) + "/$diff", List.of())
        : Step.of(
            caller,
            "GET",
            "$diff",
            List.of("from=" + type + "/" + words.id(type), "to=" + type + "/" + words.id(type)));
  }

  private Step expand(int caller) {
    List<String> parameters = new ArrayList<>();
    parameters.add("contextDirection=existing");
    parameters.add(
        "context="
            + words.one(
                "Observation.code",
                "Condition.code",
                "Immunization.vaccine-code",
                "Condition.code:text"));
    if (words.chance(60)) {
      String filter = words.chance(50) ? words.word() : words.one("g", "flu", "F3", "pu");
      parameters.add(
          "filter=" + filter.substring(0, Math.min(filter.length(), words.one(1, 4, 15))));
    }
    if (words.chance(50)) {
      parameters.add("count=" + words.one(1, 2, 5));
    }
    return Step.of(caller, "GET", "ValueSet/$expand", parameters);
  }

  /** Files take long, so few. */
  private Step export(int caller) {
    if (words.chance(70)) {
      return summary(caller);
    }
    String path =
        words.one("Patient/" + words.id("Patient") + "/$export", "Patient/$export", "$export");
    return Step.of(caller, "GET", path, List.of("_type=Observation,Condition,Patient"))
        .withHeader("Prefer", "respond-async");
  }

  private Step coded(int caller, String path) {
    return Step.of(
        caller,
        "GET",
        path,
        List.of(
            "system=" + Vocabulary.encoded(WorldDraft.CODES),
            words.one("code", "codeA") + "=" + words.any(WorldDraft.OBSERVED),
            words.one("display", "codeB") + "=" + words.word()));
  }

  private Step riskScore(int caller) {
    List<String> parameters = new ArrayList<>(List.of("asOf=2024-06-01"));
    if (words.chance(70)) {
      parameters.add("model=" + words.one("pce-2013", "cha2ds2-vasc", "news2", "lace"));
    }
    return Step.of(caller, "GET", "Patient/" + words.id("Patient") + "/$risk-score", parameters);
  }

  private Step onAny(int caller, String name) {
    Set<String> types = typesOf.get(name);
    List<String> usual = types.stream().filter(words.types()::contains).toList();
    String type = usual.isEmpty() ? "" : words.any(usual);
    String path =
        type.isEmpty()
            ? (types.isEmpty() ? "" : words.any(types) + "/")
            : type + "/" + words.id(type) + "/";
    return Step.of(caller, "POST", path + "$" + name, List.of())
        .withBody("{\"resourceType\":\"Parameters\"}");
  }
}
