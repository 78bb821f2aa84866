package org.andiron.consent.residue;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;

/**
 * Parts of rules as JSON of which there is one form only: no blanks, names in alphabetical order,
 * items of arrays in the order of their texts, nothing that is the default.
 */
final class CanonicalText {

  private CanonicalText() {}

  /** The member that a criterion is. */
  static String of(Criterion criterion) {
    String value;
    if (criterion instanceof Criterion.Period period) {
      value = of(period.range());
    } else if (criterion instanceof Criterion.Actors actors) {
      value = array(actors.actors().stream().map(CanonicalText::of).toList());
    } else if (criterion instanceof Criterion.Actions actions) {
      value =
          array(
              actions.actions().stream().map(ConsentAction::code).map(CanonicalText::of).toList());
    } else if (criterion instanceof Criterion.Purposes purposes) {
      value = codes(purposes.purposes());
    } else {
      throw new IllegalArgumentException(criterion.kind() + " is about the resource");
    }
    return of(criterion.kind().element()) + ":" + value;
  }

  static String of(Actor actor) {
    if (actor.reference() instanceof ConsentReference.Local local) {
      return "{\"reference\":" + of(local.target().toString()) + "}";
    }
    if (actor.reference() instanceof ConsentReference.Logical logical) {
      return "{\"system\":"
          + of(logical.identifier().system())
          + ",\"value\":"
          + of(logical.identifier().value())
          + "}";
    }
    throw new IllegalArgumentException("who cannot be resolved is settled");
  }

  static String of(TimeRange range) {
    StringBuilder text = new StringBuilder("{");
    if (range.from() != null) {
      text.append("\"from\":\"").append(range.from()).append('"');
    }
    if (range.until() != null) {
      text.append(text.length() > 1 ? "," : "");
      text.append("\"until\":\"").append(range.until()).append('"');
    }
    return text.append('}').toString();
  }

  /**
   * @param criteria their members, in their order
   * @param inner texts of inner provisions, in their order
   */
  static String provision(ProvisionType type, List<String> criteria, List<String> inner) {
    StringBuilder text = new StringBuilder("{");
    boolean innerWritten = inner.isEmpty();
    for (String criterion : criteria) {
      // "provision" is the only name that comes among those of criteria
      if (!innerWritten && criterion.compareTo("\"provision\"") > 0) {
        appendInner(text, inner);
        innerWritten = true;
      }
      text.append(criterion).append(',');
    }
    if (!innerWritten) {
      appendInner(text, inner);
    }
    String name = type == ProvisionType.DENY ? "deny" : "permit";
    return text.append("\"type\":\"").append(name).append("\"}").toString();
  }

  private static void appendInner(StringBuilder text, List<String> inner) {
    text.append("\"provision\":[").append(String.join(",", inner)).append("],");
  }

  static String consent(ResidualConsent consent) {
    StringBuilder text = new StringBuilder("{");
    if (!consent.during().isAlways()) {
      List<String> ranges = consent.during().ranges().stream().map(CanonicalText::of).toList();
      text.append("\"during\":[").append(String.join(",", ranges)).append("],");
    }
    text.append("\"provision\":").append(consent.root().text());
    if (consent.scope() == ConsentScope.RESEARCH) {
      text.append(",\"scope\":\"research\"");
    }
    if (!consent.permissionCounts()) {
      text.append(",\"unverified\":true");
    }
    return text.append('}').toString();
  }

  static String denial(ResidualDenial denial) {
    return "{\"provision\":" + denial.rule().text() + (denial.yields() ? ",\"yields\":true}" : "}");
  }

  static String permit(ImplicitPolicy.Permit permit) {
    String purposes = permit.purposes().isEmpty() ? "" : "\"purpose\":" + codes(permit.purposes());
    String roles =
        permit.roles().isEmpty()
            ? ""
            : "\"role\":" + array(permit.roles().stream().map(CanonicalText::of).toList());
    return "{" + purposes + (purposes.isEmpty() || roles.isEmpty() ? "" : ",") + roles + "}";
  }

  /** Arguments are texts of items. */
  static String rule(
      List<String> consents,
      List<String> denials,
      boolean glass,
      List<String> permits,
      boolean ofGovernance) {
    return "{\"algorithm\":"
        + of(ConsentDecision.ALGORITHM)
        + (ofGovernance ? ",\"consent\":true" : "")
        + member("consents", consents)
        + member("denials", denials)
        + (glass ? ",\"glass\":true" : "")
        + member("permits", permits)
        + "}";
  }

  private static String member(String name, List<String> items) {
    return items.isEmpty() ? "" : ",\"" + name + "\":" + array(items);
  }

  private static String codes(Set<Code> codes) {
    return array(
        codes.stream()
            .map(code -> "{\"code\":" + of(code.value()) + ",\"system\":" + of(code.system()) + "}")
            .toList());
  }

  private static String array(Collection<String> items) {
    return "[" + String.join(",", items.stream().sorted().toList()) + "]";
  }

  private static String of(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    JsonStringEncoder.getInstance().quoteAsString(text, quoted);
    return quoted.append('"').toString();
  }
}
