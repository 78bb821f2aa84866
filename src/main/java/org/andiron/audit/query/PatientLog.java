package org.andiron.audit.query;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records of one patient, newest first, the same each time they are gone through. However many they
 * are, few are held in memory at the same time, and no transaction stays open meanwhile.
 */
public final class PatientLog implements Iterable<AuditRecord> {

  static final int ROWS_AT_ONCE = 500;

  private final Function<@Nullable AuditPosition, List<AuditRecord>> pages;

  /**
   * @param pages gives those behind a position, or the first of all; fewer than {@link
   *     #ROWS_AT_ONCE} if there are no more
   */
  PatientLog(Function<@Nullable AuditPosition, List<AuditRecord>> pages) {
    this.pages = pages;
  }

  @Override
  public Iterator<AuditRecord> iterator() {
    return new Pages();
  }

  private final class Pages implements Iterator<AuditRecord> {

    private List<AuditRecord> page = pages.apply(null);
    private int next;

    @Override
    public boolean hasNext() {
      if (next == page.size() && page.size() == ROWS_AT_ONCE) {
        page = pages.apply(page.get(page.size() - 1).position());
        next = 0;
      }
      return next < page.size();
    }

    @Override
    public AuditRecord next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      AuditRecord found = page.get(next);
      next++;
      return found;
    }
  }
}
