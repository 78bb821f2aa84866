package org.andiron.audit.report;

import java.util.List;

/**
 * Who did it.
 *
 * @param kind what they are
 * @param key the same for the same one in all events of a report, and for no other
 * @param name as people know them; empty if it is not known or not told
 * @param number by which the report tells them apart in the place of a name; 0 if they have a name
 * @param roles names of their roles
 */
public record Participant(Kind kind, String key, String name, int number, List<String> roles) {

  /** What somebody is. */
  public enum Kind {
    /** The patient. */
    SELF,
    PERSON,
    /** An app or another system, behind which no person is known. */
    APP,
    /** This server by itself. */
    SERVER,
    /** Nobody who proved who they are. */
    UNKNOWN
  }

  public Participant {
    roles = List.copyOf(roles);
  }
}
