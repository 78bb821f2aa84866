package org.andiron.security.account;

import java.util.Set;

/** The roles that a person can have: each is a role policy of this server. */
@FunctionalInterface
public interface KnownRoles {

  /** The roles that come with the server. */
  KnownRoles BUILT_IN =
      () ->
          Set.of(
              "physician",
              "nurse",
              "patient",
              "relative",
              "researcher",
              KnownRoles.PRIVACY_OFFICER,
              KnownRoles.ADMINISTRATOR);

  /** Who may manage accounts, apps and the server itself. */
  String ADMINISTRATOR = "administrator";

  /** Who watches over the use of the records, and over consent. */
  String PRIVACY_OFFICER = "privacy-officer";

  /** Their names. */
  Set<String> names();
}
