package org.andiron.consent.rule;

import java.util.List;
import org.andiron.consent.term.Code;
import org.jspecify.annotations.Nullable;

/**
 * Whom a provision is about.
 *
 * @param role as the consent has it; shown, but without effect, because R4's own examples name
 *     recipients by very different roles
 * @param reference a person, a device, a group, or an organization with its parts
 */
public record Actor(@Nullable Code role, ConsentReference reference) {

  /** Types of what may act, those that are named by an identifier most often first. */
  public static final List<String> TYPES =
      List.of(
          "Practitioner",
          "Organization",
          "PractitionerRole",
          "RelatedPerson",
          "Patient",
          "CareTeam",
          "Group",
          "Device");
}
