package org.andiron.security.page.words;

import java.util.List;

/**
 * Scopes that are about the same: the record of the chosen patient, the records that the user may
 * see, the user, or how long it lasts.
 *
 * @param title as a heading
 * @param sections what kind of data; one without a title if they need not be told apart
 */
public record ScopeGroup(String title, List<Section> sections) {

  public ScopeGroup {
    sections = List.copyOf(sections);
  }

  /**
   * Scopes for one kind of data.
   *
   * @param title as a heading; empty if it needs none
   * @param lines one for each scope
   */
  public record Section(String title, List<ScopeLine> lines) {

    public Section {
      lines = List.copyOf(lines);
    }
  }
}
