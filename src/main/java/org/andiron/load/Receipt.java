package org.andiron.load;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server said about a Bundle it took.
 *
 * @param stored resources now on the server, by type
 * @param failed entries of a batch that were refused
 * @param witness a resource whose presence shows that the Bundle is stored, such as {@code
 *     Patient/1}
 * @param entries entries in the answer
 */
record Receipt(
    Map<String, Long> stored, List<Failed> failed, @Nullable String witness, int entries) {

  /** One refused entry, by its index from 0. */
  record Failed(int index, int status, List<Rejection.Issue> issues) {}

  Receipt {
    stored = Map.copyOf(stored);
    failed = List.copyOf(failed);
  }
}
