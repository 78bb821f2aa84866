package org.andiron.consent.policy;

import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.storage.config.LocatedJson.Place;
import org.jspecify.annotations.Nullable;

/**
 * What an organisation has chosen.
 *
 * @param implicit URI of its implicit policy
 * @param at where that stands in the file, null if it was not read from one
 */
record OrganizationChoice(
    String implicit, @Nullable Place at, boolean requireVerified, BreakGlassPolicy breakGlass) {

  /** Of one that has no file: what roles and scopes allow is permitted, nobody breaks the glass. */
  static final OrganizationChoice DEFAULT =
      new OrganizationChoice(
          "https://profiles.ihe.net/ITI/PCF/Policy-all-normal",
          null,
          false,
          BreakGlassPolicy.NOBODY);
}
