package org.andiron.consent.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeHierarchy;
import org.andiron.consent.term.Confidentiality;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.StrictJson;
import org.jspecify.annotations.Nullable;

/** Reads a policy that holds where no consent says anything. */
final class ImplicitPolicyReader {

  private static final Set<String> NAMES = Set.of("uri", "title", "permits", "breakGlass");
  private static final Set<String> PERMIT_NAMES = Set.of("purposes", "roles", "confidentiality");
  private static final Code ANY_PURPOSE = Code.purpose("PurposeOfUse");

  private final StrictJson json;

  /**
   * @param file how to name the file in errors
   */
  ImplicitPolicyReader(String file) {
    this.json = new StrictJson(file);
  }

  ImplicitPolicy read(byte[] content) {
    ObjectValue policy = json.document(content, NAMES);
    List<ImplicitPolicy.Permit> permits = new ArrayList<>();
    for (LocatedJson item : json.requiredItems(policy, "permits")) {
      permits.add(permit(json.object(item, PERMIT_NAMES)));
    }
    return new ImplicitPolicy(
        json.text(policy, "uri"),
        json.text(policy, "title"),
        permits,
        json.flag(policy, "breakGlass"));
  }

  private ImplicitPolicy.Permit permit(ObjectValue permit) {
    Set<Code> purposes = new LinkedHashSet<>();
    for (LocatedJson item : json.items(permit, "purposes")) {
      purposes.add(purpose(item));
    }
    Set<String> roles = new LinkedHashSet<>();
    for (LocatedJson item : json.items(permit, "roles")) {
      roles.add(json.text(item, "roles"));
    }
    return new ImplicitPolicy.Permit(purposes, roles, level(permit));
  }

  /** A code of v3-ActReason, or {@code system|code}. */
  private Code purpose(LocatedJson item) {
    String text = json.text(item, "purposes");
    int bar = text.lastIndexOf('|');
    if (bar > 0) {
      return new Code(text.substring(0, bar), text.substring(bar + 1));
    }
    Code purpose = Code.purpose(text);
    if (!CodeHierarchy.PURPOSES.subsumes(ANY_PURPOSE, purpose)) {
      throw json.refuse(
          item.at(),
          "\"%s\" is no purpose of use of v3-ActReason; write others as system|code"
              .formatted(text));
    }
    return purpose;
  }

  private @Nullable Confidentiality level(ObjectValue permit) {
    LocatedJson value = json.optional(permit, "confidentiality");
    if (value == null) {
      return null;
    }
    return json.oneOf(value, "confidentiality", Confidentiality.values(), Confidentiality::name);
  }
}
