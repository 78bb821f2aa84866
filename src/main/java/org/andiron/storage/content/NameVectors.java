package org.andiron.storage.content;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The words of what codes and references are called. Most codes come again and again with the same
 * names, so that the last ones are kept.
 */
final class NameVectors {

  private static final int MOST_KEPT = 5_000;

  /** Characters of all names together; longer ones hardly come again. */
  private static final int LONGEST_KEPT = 300;

  private final WordForms forms;

  /** By names, the least recently used first. */
  private final Map<List<String>, String> kept =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<List<String>, String> eldest) {
              return size() > MOST_KEPT;
            }
          });

  NameVectors(WordForms forms) {
    this.forms = forms;
  }

  /** As PostgreSQL reads it; empty if there are no words. */
  String vector(List<String> names) {
    if (names.stream().mapToInt(String::length).sum() > LONGEST_KEPT) {
      return made(names);
    }
    String vector = kept.get(names);
    if (vector == null) {
      vector = made(names);
      kept.put(names, vector);
    }
    return vector;
  }

  private String made(List<String> names) {
    TextVector vector = new TextVector();
    names.forEach(vector::add);
    vector.addStems(forms);
    return vector.toString();
  }
}
