package org.andiron.storage.search;

import ca.uhn.fhir.jpa.dao.IResultIterator;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a search over our index found, as HAPI wants to read it; without what it knows already. */
final class FoundResources implements IResultIterator<JpaPid> {

  private final Stream<Long> rows;
  private final Iterator<Long> numbers;
  private final Set<JpaPid> alreadyKnown;
  private @Nullable JpaPid next;
  private int skipped;
  private int notSkipped;

  FoundResources(Stream<Long> rows, Set<JpaPid> alreadyKnown) {
    this.rows = rows;
    this.numbers = rows.iterator();
    this.alreadyKnown = alreadyKnown;
  }

  @Override
  public boolean hasNext() {
    while (next == null && numbers.hasNext()) {
      JpaPid found = JpaPid.fromId(numbers.next());
      if (alreadyKnown.contains(found)) {
        skipped++;
      } else {
        next = found;
      }
    }
    return next != null;
  }

  @Override
  public JpaPid next() {
    JpaPid found = hasNext() ? next : null;
    if (found == null) {
      throw new NoSuchElementException();
    }
    next = null;
    notSkipped++;
    return found;
  }

  @Override
  public int getSkippedCount() {
    return skipped;
  }

  @Override
  public int getNonSkippedCount() {
    return notSkipped;
  }

  @Override
  public Collection<JpaPid> getNextResultBatch(long size) {
    List<JpaPid> batch = new ArrayList<>();
    while (batch.size() < size && hasNext()) {
      batch.add(next());
    }
    return batch;
  }

  @Override
  public void close() {
    rows.close();
  }
}
