package org.andiron.consent.decision;

/** The way a request came. */
public enum Channel {
  /** A user's read, search or write. */
  INTERACTIVE,
  /** A client that acts for itself. */
  SYSTEM,
  /** An export. */
  EXPORT,
  /** GraphQL. */
  GRAPHQL
}
