package org.andiron.security.page.patient;

import java.util.List;
import java.util.Optional;
import org.andiron.security.KnownUser;

/** The patients whom a user may see. Others do not exist for it. */
public interface PatientDirectory {

  /** Most that a page of the list shows. */
  int PAGE_SIZE = 20;

  /**
   * Some of the patients whom the user may see, by name.
   *
   * @param page from 0
   */
  FoundPatients search(KnownUser user, PatientQuery query, int page);

  /** The patient of that id if the user may see them. */
  Optional<PatientEntry> find(KnownUser user, String id);

  /**
   * A page of a list.
   *
   * @param entries at most {@link #PAGE_SIZE}
   * @param more whether there is a further page
   */
  record FoundPatients(List<PatientEntry> entries, boolean more) {

    public FoundPatients {
      entries = List.copyOf(entries);
    }
  }
}
