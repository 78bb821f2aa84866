package org.andiron.consent.policy;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.consent.directive.ConsentProblem;
import org.andiron.consent.directive.RuleReader;
import org.andiron.consent.directive.RuleReading;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.storage.config.ElementReader;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ArrayValue;
import org.andiron.storage.config.LocatedJson.Member;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.StrictJson;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.jspecify.annotations.Nullable;

/**
 * Reads a legal policy, whose rule is a <a
 * href="https://hl7.org/fhir/R4/consent-definitions.html#Consent.provision">Consent.provision</a>.
 */
final class LegalPolicyReader {

  private static final String RULE = "rule";
  private static final Set<String> NAMES =
      Set.of("id", "title", "patient", "emergencyException", RULE);
  private static final Pattern PATIENT = Pattern.compile("Patient/([A-Za-z0-9\\-.]{1,64})");

  /** A step of a path that leads into the rule: a name, and the number of an item. */
  private static final Pattern STEP = Pattern.compile("([A-Za-z]+)(?:\\[(\\d+)])?");

  private final StrictJson json;
  private final ElementReader elements;
  private final RuleReader rules;

  /**
   * @param file how to name the file in errors
   * @param zone in which dates without a time of day are meant
   */
  LegalPolicyReader(String file, FhirContext fhirContext, ZoneId zone) {
    this.json = new StrictJson(file);
    this.elements = new ElementReader(fhirContext, file);
    this.rules = new RuleReader(zone);
  }

  LegalPolicy read(byte[] content) {
    ObjectValue policy = json.object(LocatedJson.parse(json.file(), content), NAMES);
    return new LegalPolicy(
        json.text(json.required(policy, "id"), "id"),
        json.text(json.required(policy, "title"), "title"),
        patient(json.optional(policy, "patient")),
        json.flag(policy, "emergencyException"),
        rule(policy, json.required(policy, RULE)));
  }

  private @Nullable ResourceRef patient(@Nullable LocatedJson value) {
    if (value == null) {
      return null;
    }
    Matcher patient = PATIENT.matcher(json.text(value, "patient"));
    if (!patient.matches()) {
      throw json.refuse(
          value.at(),
          "patient must be a reference such as \"Patient/123\"; without it the policy is about"
              + " every patient");
    }
    return new ResourceRef("Patient", patient.group(1));
  }

  private Provision rule(ObjectValue policy, LocatedJson value) {
    RuleReading reading = rules.read(elements.read(value, RULE, new ProvisionComponent()), RULE);
    if (!reading.problems().isEmpty()) {
      ConsentProblem first = reading.problems().get(0);
      throw json.refuse(nearest(policy, first.path()).at(), first.path() + " " + first.reason());
    }
    if (!forbids(reading.rule())) {
      throw json.refuse(
          value.at(),
          "rule forbids nothing, and what a legal policy permits has no effect: it needs \"deny\""
              + " as its type or in a provision");
    }
    return reading.rule();
  }

  private static boolean forbids(Provision rule) {
    return rule.type() == ProvisionType.DENY
        || rule.provisions().stream().anyMatch(LegalPolicyReader::forbids);
  }

  /** What the path leads to, or the last on the way that is there. */
  private static LocatedJson nearest(LocatedJson document, String path) {
    LocatedJson place = document;
    Matcher step = STEP.matcher(path);
    while (step.find()) {
      LocatedJson next = next(place, step.group(1), step.group(2));
      if (next == null) {
        return place;
      }
      place = next;
    }
    return place;
  }

  private static @Nullable LocatedJson next(
      LocatedJson place, String name, @Nullable String number) {
    Map<String, Member> members = place instanceof ObjectValue object ? object.members() : Map.of();
    Member member = members.get(name);
    if (member == null || number == null) {
      return member == null ? null : member.value();
    }
    List<LocatedJson> items =
        member.value() instanceof ArrayValue array ? array.items() : List.of();
    int index = Integer.parseInt(number);
    return index < items.size() ? items.get(index) : member.value();
  }
}
