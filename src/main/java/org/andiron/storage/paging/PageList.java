package org.andiron.storage.paging;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the matches of a search, but for the matches themselves.
 *
 * @param id random, so that nobody can guess it
 * @param search {@link WrittenSearch#text()}
 * @param known how many matches have been found
 * @param complete whether these are all
 * @param total how many there are, if the pages are to say; an estimate if the client asked for one
 */
record PageList(UUID id, String search, int known, boolean complete, @Nullable Integer total) {

  /** The total, if it is the number of the matches that the pages will show. */
  @Nullable Integer exactTotal() {
    return complete && total != null && total == known ? total : null;
  }
}
