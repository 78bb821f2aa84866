package org.andiron.consent.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceSearchParamComponent;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/** Makes the parameters of searches, of what the CapabilityStatement lists. */
final class SearchGrammar {

  private static final List<String> PREFIXES =
      List.of("", "eq", "ne", "gt", "ge", "lt", "le", "sa", "eb", "ap");
  private static final String FILTERED = "_filter";

  private final Vocabulary words;
  private final Map<String, CapabilityStatementRestResourceComponent> claims = new TreeMap<>();
  private final List<String> ofSystem = new ArrayList<>();

  SearchGrammar(Vocabulary words, CapabilityStatementRestComponent rest) {
    this.words = words;
    rest.getResource().forEach(it -> claims.put(it.getType(), it));
    rest.getSearchParam().forEach(it -> ofSystem.add(it.getName()));
  }

  /** Criteria and what is to be done with what they find. */
  List<String> search(String type) {
    List<String> parameters = criteria(type);
    parameters.addAll(controls(type));
    return parameters;
  }

  List<String> criteria(String type) {
    List<String> parameters = new ArrayList<>();
    int count = words.one(0, 1, 1, 1, 2, 2);
    for (int i = 0; i < count; i++) {
      parameters.add(criterion(type, 2));
    }
    return parameters;
  }

  /** Parameters that a search of all types may have. */
  List<String> ofSystem() {
    List<String> parameters = new ArrayList<>();
    parameters.add("_type=" + words.type() + "," + words.type());
    String name = words.any(ofSystem);
    if (!name.equals("_type") && !name.equals("_has")) {
      parameters.add(common(words.type(), name));
    }
    if (words.chance(50)) {
      parameters.add("_count=" + words.one(1, 2, 5));
    }
    if (words.chance(30)) {
      parameters.add("_total=accurate");
    }
    if (words.chance(30)) {
      parameters.add("_sort=" + words.one("_lastUpdated", "-_lastUpdated"));
    }
    return parameters;
  }

  private String criterion(String type, int depth) {
    int dice = words.random().nextInt(20);
    if (dice == 0) {
      return FILTERED + "=" + Vocabulary.encoded(filter(type));
    }
    if (dice < 3 && depth > 0) {
      return has(type, depth);
    }
    if (dice < 5) {
      return common(type, words.any(ofSystem.stream().filter(it -> it.startsWith("_")).toList()));
    }
    CapabilityStatementRestResourceSearchParamComponent parameter = parameter(type);
    if (parameter.getName().startsWith("_")) {
      return common(type, parameter.getName());
    }
    return parameter.getType() == SearchParamType.REFERENCE && depth > 0 && words.chance(40)
        ? chain(type, parameter.getName(), depth)
        : parameter.getName() + valued(type, parameter);
  }

  private CapabilityStatementRestResourceSearchParamComponent parameter(String type) {
    return words.any(claims.get(type).getSearchParam());
  }

  private String chain(String type, String name, int depth) {
    String value = words.value(type, name);
    String target = value.contains("/") ? value.substring(0, value.indexOf('/')) : words.type();
    if (!claims.containsKey(target)) {
      target = "Patient";
    }
    return name + ":" + target + "." + criterionOf(target, depth - 1);
  }

  private String criterionOf(String type, int depth) {
    String criterion = criterion(type, depth);
    return criterion.startsWith("_filter") || criterion.startsWith("_type")
        ? "_id=" + words.id(type)
        : criterion;
  }

  /** By what refers to it: of a type and by a parameter that may. */
  private String has(String type, int depth) {
    List<String> by =
        claims.get(type).getSearchRevInclude().stream()
            .map(it -> it.getValue())
            .filter(it -> claims.containsKey(it.split(":")[0]))
            .toList();
    List<String> likely = by.stream().filter(it -> words.type().equals(it.split(":")[0])).toList();
    if (by.isEmpty()) {
      return "_id=" + words.id(type);
    }
    String source = words.any(likely.isEmpty() ? by : likely);
    return "_has:" + source + ":" + criterionOf(source.split(":")[0], depth - 1);
  }

  private String common(String type, String name) {
    String value =
        switch (name) {
          case "_id" -> words.id(type);
          case "_lastUpdated" -> words.any(PREFIXES) + stored();
          case "_tag" -> "http://example.org/proof/tags|" + words.word();
          case "_security" ->
              words.one(
                  "http://terminology.hl7.org/CodeSystem/v3-ActCode|PSY",
                  "http://terminology.hl7.org/CodeSystem/v3-Confidentiality|R");
          case "_source" -> "urn:proof:" + words.word();
          case "_profile" -> "http://hl7.org/fhir/StructureDefinition/" + type;
          case "_language" -> "en";
          case "_list" -> words.id("List");
          case FILTERED -> filter(type);
          case "_has" -> "";
          case "_type" -> type;
          default -> words.word();
        };
    if (name.equals("_has")) {
      return has(type, 1);
    }
    String modifier =
        switch (name) {
          case "_tag", "_security" -> words.one("", "", ":not", ":missing");
          case "_source", "_profile" -> words.one("", ":below");
          default -> "";
        };
    return name
        + modifier
        + "="
        + Vocabulary.encoded(
            modifier.equals(":missing") ? String.valueOf(words.chance(50)) : value);
  }

  private String stored() {
    return WorldDatabase.FIRST_STORED
        .plus(Duration.ofMinutes(words.random().nextInt(1000)))
        .toString();
  }

  private String filter(String type) {
    CapabilityStatementRestResourceSearchParamComponent parameter = parameter(type);
    String left =
        parameter.getName()
            + switch (parameter.getType()) {
              case DATE, NUMBER, QUANTITY -> words.one(" eq ", " gt ", " lt ", " ge ");
              case REFERENCE -> " re ";
              case STRING -> words.one(" eq ", " co ", " sw ");
              default -> " eq ";
            };
    String value = words.value(type, parameter.getName());
    boolean quoted = parameter.getType() == SearchParamType.STRING;
    String one = left + (quoted ? '"' + value + '"' : value);
    return words.chance(20) ? "not (" + one + ")" : one;
  }

  private String valued(
      String type, CapabilityStatementRestResourceSearchParamComponent parameter) {
    String name = parameter.getName();
    if (words.chance(7)) {
      return ":missing=" + words.chance(50);
    }
    String value = words.value(type, name);
    return switch (parameter.getType()) {
      case STRING -> words.one("=", ":exact=", ":contains=", ":text=") + part(value);
      case TOKEN ->
          words.one("=", "=", "=", ":not=", ":text=", ":in=", ":above=", ":below=")
              + Vocabulary.encoded(
                  words.chance(15) ? value + "," + words.value(type, name) : value);
      case REFERENCE ->
          words.chance(15)
              ? ":identifier=" + Vocabulary.encoded(WorldDraft.IDENTIFIERS + "|" + words.word())
              : words.one("=", "=", "=", "=", ":above=", ":below=") + Vocabulary.encoded(value);
      case DATE, NUMBER, QUANTITY -> "=" + Vocabulary.encoded(words.any(PREFIXES) + value);
      case COMPOSITE ->
          "="
              + Vocabulary.encoded(
                  words.value(type, "code") + "$" + words.value(type, "value-quantity"));
      case URI -> words.one("=", ":above=", ":below=") + Vocabulary.encoded(value);
      default -> "=" + Vocabulary.encoded(value);
    };
  }

  private String part(String value) {
    return Vocabulary.encoded(
        value.length() > 6 && words.chance(40) ? value.substring(0, 6) : value);
  }

  private List<String> controls(String type) {
    List<String> parameters = new ArrayList<>();
    if (words.chance(35)) {
      parameters.add("_sort=" + sort(type) + (words.chance(30) ? "," + sort(type) : ""));
    }
    if (words.chance(45)) {
      parameters.add("_count=" + words.one(0, 1, 2, 3, 5, 10, 50));
    }
    if (words.chance(30)) {
      parameters.add("_total=" + words.one("accurate", "estimate", "none"));
    }
    if (words.chance(20)) {
      parameters.add("_summary=" + words.one("true", "text", "data", "count", "false"));
    } else if (words.chance(15)) {
      parameters.add("_elements=" + words.one("id", "identifier,status", "code,subject"));
    }
    if (words.chance(25)) {
      parameters.add(inclusion(type, "_include"));
    }
    if (words.chance(25)) {
      parameters.add(inclusion(type, "_revinclude"));
    }
    return parameters;
  }

  /** Not by ids, which the server makes up at random for what callers create. */
  private String sort(String type) {
    String name = parameter(type).getName();
    return (words.chance(50) ? "-" : "") + (name.equals("_id") ? "_lastUpdated" : name);
  }

  private String inclusion(String type, String name) {
    CapabilityStatementRestResourceComponent claim = claims.get(type);
    List<String> some =
        (name.equals("_include") ? claim.getSearchInclude() : claim.getSearchRevInclude())
            .stream().map(it -> it.getValue()).toList();
    List<String> likely =
        some.stream()
            .filter(it -> it.equals("*") || words.type().equals(it.split(":")[0]))
            .toList();
    if (some.isEmpty()) {
      return name + "=*";
    }
    return name
        + (words.chance(20) ? ":iterate" : "")
        + "="
        + Vocabulary.encoded(words.any(likely.isEmpty() ? some : likely));
  }
}
