package org.andiron.storage.query;

import java.util.List;

/**
 * A search parameter, or a part of one that is indexed on its own.
 *
 * @param code as in {@link org.andiron.storage.index.IndexEntries}
 * @param types the resource types it is searched in
 */
public record IndexKey(String code, List<String> types) {

  public IndexKey {
    types = List.copyOf(types);
  }

  IndexKey text() {
    return new IndexKey(code + ":text", types);
  }

  IndexKey ofType() {
    return new IndexKey(code + ":of-type", types);
  }

  IndexKey identifier() {
    return new IndexKey(code + ":identifier", types);
  }

  /** The component of a composite, counted from 1. */
  IndexKey component(int number) {
    return new IndexKey(code + '$' + number, types);
  }
}
