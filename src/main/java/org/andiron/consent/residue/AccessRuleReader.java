package org.andiron.consent.residue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;
import org.jspecify.annotations.Nullable;

/** Reads the texts of rules. */
final class AccessRuleReader {

  private static final JsonMapper JSON = new JsonMapper();

  private AccessRuleReader() {}

  static AccessRule read(String text) {
    AccessRule rule;
    try {
      rule = rule(JSON.readTree(text));
    } catch (JsonProcessingException | DateTimeException e) {
      throw new IllegalArgumentException("not the text of a rule", e);
    }
    // there is one text of each rule, so that what was not understood is what differs
    if (!rule.text().equals(text)) {
      throw new IllegalArgumentException("not the text of a rule, or one of another algorithm");
    }
    return rule;
  }

  private static AccessRule rule(JsonNode rule) {
    return new AccessRule(
        each(rule.path("consents"), AccessRuleReader::consent),
        each(rule.path("denials"), AccessRuleReader::denial),
        rule.path("glass").asBoolean(),
        each(rule.path("permits"), AccessRuleReader::permit),
        rule.path("consent").asBoolean());
  }

  private static ResidualConsent consent(JsonNode consent) {
    return new ResidualConsent(
        consent.has("scope") ? ConsentScope.RESEARCH : ConsentScope.PATIENT_PRIVACY,
        !consent.path("unverified").asBoolean(),
        consent.has("during")
            ? new TimeSet(each(consent.path("during"), AccessRuleReader::range))
            : TimeSet.ALWAYS,
        branch(consent.path("provision")));
  }

  private static ResidualDenial denial(JsonNode denial) {
    return new ResidualDenial(denial.path("yields").asBoolean(), branch(denial.path("provision")));
  }

  private static ImplicitPolicy.Permit permit(JsonNode permit) {
    return new ImplicitPolicy.Permit(
        codes(permit.path("purpose")),
        new HashSet<>(each(permit.path("role"), JsonNode::asText)),
        null);
  }

  private static Branch branch(JsonNode provision) {
    List<Criterion> criteria = new ArrayList<>();
    for (Criterion.Kind kind : Criterion.Kind.values()) {
      JsonNode value = provision.get(kind.element());
      if (value != null) {
        criteria.add(criterion(kind, value));
      }
    }
    ProvisionType type =
        provision.path("type").asText().equals("deny") ? ProvisionType.DENY : ProvisionType.PERMIT;
    return Branch.of(type, criteria, each(provision.path("provision"), AccessRuleReader::branch));
  }

  private static Criterion criterion(Criterion.Kind kind, JsonNode value) {
    return switch (kind) {
      case PERIOD -> new Criterion.Period(range(value));
      case ACTOR -> new Criterion.Actors(each(value, AccessRuleReader::actor));
      case ACTION -> new Criterion.Actions(new HashSet<>(each(value, AccessRuleReader::action)));
      case PURPOSE -> new Criterion.Purposes(codes(value));
      case CLASS, CODE, SECURITY_LABEL, DATA_PERIOD, DATA ->
          throw new IllegalArgumentException(kind + " is about the resource");
    };
  }

  private static Actor actor(JsonNode actor) {
    if (!actor.has("reference")) {
      String system = actor.path("system").asText();
      String value = actor.path("value").asText();
      return new Actor(null, new ConsentReference.Logical(new BusinessIdentifier(system, value)));
    }
    String[] typeAndId = actor.path("reference").asText().split("/", 2);
    if (typeAndId.length < 2) {
      throw new IllegalArgumentException("a reference without id");
    }
    return new Actor(null, new ConsentReference.Local(new ResourceRef(typeAndId[0], typeAndId[1])));
  }

  private static ConsentAction action(JsonNode action) {
    return ConsentAction.valueOf(action.asText().toUpperCase(Locale.ROOT));
  }

  private static Set<Code> codes(JsonNode codes) {
    return new HashSet<>(
        each(
            codes,
            // few systems in many rules: the same string is quickly seen to be equal
            code -> new Code(code.path("system").asText().intern(), code.path("code").asText())));
  }

  private static TimeRange range(JsonNode range) {
    return new TimeRange(instant(range.get("from")), instant(range.get("until")));
  }

  private static @Nullable Instant instant(@Nullable JsonNode instant) {
    return instant == null ? null : Instant.parse(instant.asText());
  }

  private static <T> List<T> each(JsonNode items, Function<JsonNode, T> read) {
    List<T> all = new ArrayList<>();
    for (JsonNode item : items) {
      all.add(read.apply(item));
    }
    return all;
  }
}
