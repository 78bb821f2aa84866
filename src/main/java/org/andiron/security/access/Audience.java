package org.andiron.security.access;

/** Who may call an operation at all; rights to resources are needed besides. */
enum Audience {
  /** Everybody; the operation looks itself whether the caller is whom it is for. */
  ALL,
  /** Whose role allows it, by name or with all others; clients that act for themselves. */
  ROLE,
  /** Whose role names it; clients that act for themselves. */
  NAMED,
  /** Whose role names it, and no client: it tells people what is theirs, or their task. */
  NAMED_USERS,
  /**
   * Whose role names it, with a right to change consents; and administrators, with a scope for
   * everything.
   */
  OFFICERS,
  /** Whose role allows administration, with a scope for everything. */
  ADMINISTRATORS
}
