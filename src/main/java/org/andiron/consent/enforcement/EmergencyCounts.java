package org.andiron.consent.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.andiron.consent.term.Code;
import org.andiron.storage.CountedPatients;
import org.andiron.visibility.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Notes whose records the counts are of that a request gets for the purpose of breaking the glass,
 * so that they are recorded like what is shown for it.
 */
final class EmergencyCounts implements CountedPatients {

  /** As many as the largest page of a search has matches, unless a setting says otherwise. */
  static final int MOST = 1000;

  private static final Code BREAK_GLASS = Code.purpose("BTG");
  private static final String KEY = EmergencyCounts.class.getName();

  /** Counted patients, by their numbers in {@code hfj_resource}. */
  private record Counted(Set<Long> patients) {}

  /** Whether a reader says that it is an emergency. */
  static boolean isFor(Reader reader) {
    return BREAK_GLASS.equals(RequestingParty.of(reader).purposeCode());
  }

  /** Begins to note, if that is what a request is for. Entries of a Bundle are part of it. */
  static void begin(RequestDetails request, Reader reader) {
    if (isFor(reader)) {
      // Now, because entries may be done at the same time.
      request.getUserData().put(KEY, new Counted(ConcurrentHashMap.newKeySet()));
    }
  }

  /** The patients that were counted for a request; empty if it is for something else. */
  static Optional<Set<Long>> of(@Nullable RequestDetails request) {
    return request != null && request.getUserData().get(KEY) instanceof Counted counted
        ? Optional.of(counted.patients())
        : Optional.empty();
  }

  @Override
  public void counting(@Nullable RequestDetails request, IntFunction<List<Long>> patients) {
    Optional<Set<Long>> counted = of(request);
    if (counted.isPresent()) {
      List<Long> some = patients.apply(MOST + 1);
      if (some.size() > MOST) {
        throw new ForbiddenOperationException(
            "What is counted for the purpose BTG is put on the record of each patient, and this is"
                + " of more than "
                + MOST
                + ". Narrow the search, or ask for another purpose.");
      }
      counted.get().addAll(some);
    }
  }
}
