package org.andiron.consent.label;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeHierarchy;
import org.andiron.consent.term.Confidentiality;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.StrictJson;
import org.andiron.visibility.SharedTypes;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.ResourceType;

/** Reads a rule from its file. */
final class LabelRuleReader {

  private static final Set<String> NAMES =
      Set.of("id", "title", "labels", "confidentiality", "types", "codes", "sources");
  private static final Set<String> GROUP_NAMES = Set.of("systems", "codes", "prefixes");
  private static final List<Confidentiality> LEVELS =
      List.of(Confidentiality.N, Confidentiality.R, Confidentiality.V);
  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern URI = Pattern.compile("[a-z][a-z0-9+.-]*:\\S+");
  private static final Pattern CODE = Pattern.compile("\\S+( \\S+)*");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9.]{2,}");

  private final StrictJson json;

  /**
   * @param file how to name the file in errors
   */
  LabelRuleReader(String file) {
    this.json = new StrictJson(file);
  }

  LabelRule read(byte[] content) {
    ObjectValue rule = json.object(LocatedJson.parse(json.file(), content), NAMES);
    return new LabelRule(
        matching(json.required(rule, "id"), "id", ID, "in small letters, digits and hyphens"),
        json.text(json.required(rule, "title"), "title"),
        sensitivities(rule),
        level(json.required(rule, "confidentiality")),
        types(rule),
        groups(rule),
        sources(rule));
  }

  private Set<Code> sensitivities(ObjectValue rule) {
    Set<Code> labels = new LinkedHashSet<>();
    for (LocatedJson item : some(rule, "labels")) {
      Code label = Code.sensitivity(json.text(item, "labels"));
      if (label.value().startsWith("_") || !CodeHierarchy.isSensitivity(label)) {
        throw json.refuse(
            item.at(), "\"%s\" is no sensitivity of v3-ActCode".formatted(label.value()));
      }
      labels.add(label);
    }
    return labels;
  }

  private Confidentiality level(LocatedJson value) {
    String text = json.text(value, "confidentiality");
    return LEVELS.stream()
        .filter(it -> it.name().equals(text))
        .findFirst()
        .orElseThrow(() -> json.refuse(value.at(), "confidentiality must be one of " + LEVELS));
  }

  private Set<String> types(ObjectValue rule) {
    Set<String> types = new LinkedHashSet<>();
    for (LocatedJson item : json.items(rule, "types")) {
      String type = json.text(item, "types");
      if (!isType(type)) {
        throw json.refuse(item.at(), "\"%s\" is no resource type of R4".formatted(type));
      }
      if (SharedTypes.ALL.contains(type)) {
        throw json.refuse(
            item.at(),
            "a resource of type %s is about no patient and is not labelled".formatted(type));
      }
      types.add(type);
    }
    return types;
  }

  private static boolean isType(String type) {
    try {
      ResourceType.fromCode(type);
      return true;
    } catch (FHIRException e) {
      return false;
    }
  }

  private List<CodeGroup> groups(ObjectValue rule) {
    List<CodeGroup> groups = new ArrayList<>();
    for (LocatedJson item : some(rule, "codes")) {
      ObjectValue group = json.object(item, GROUP_NAMES);
      Set<String> systems = new LinkedHashSet<>();
      for (LocatedJson system : some(group, "systems")) {
        systems.add(matching(system, "systems", URI, "that are absolute URIs"));
      }
      Set<String> codes = new LinkedHashSet<>();
      for (LocatedJson code : json.items(group, "codes")) {
        codes.add(matching(code, "codes", CODE, "without blanks around them"));
      }
      Set<String> prefixes = new LinkedHashSet<>();
      for (LocatedJson prefix : json.items(group, "prefixes")) {
        prefixes.add(
            matching(prefix, "prefixes", PREFIX, "of two letters, digits or dots or more"));
      }
      if (codes.isEmpty() && prefixes.isEmpty()) {
        throw json.refuse(group.at(), "codes or prefixes are missing");
      }
      groups.add(new CodeGroup(systems, codes, prefixes));
    }
    return groups;
  }

  private List<String> sources(ObjectValue rule) {
    List<String> sources = new ArrayList<>();
    for (LocatedJson item : some(rule, "sources")) {
      sources.add(json.text(item, "sources"));
    }
    return sources;
  }

  private List<LocatedJson> some(ObjectValue object, String name) {
    LocatedJson value = json.required(object, name);
    List<LocatedJson> items = json.items(object, name);
    if (items.isEmpty()) {
      throw json.refuse(value.at(), name + " must not be empty");
    }
    return items;
  }

  private String matching(LocatedJson value, String name, Pattern pattern, String how) {
    String text = json.text(value, name);
    if (!pattern.matcher(text).matches()) {
      throw json.refuse(value.at(), "%s must be written %s".formatted(name, how));
    }
    return text;
  }
}
