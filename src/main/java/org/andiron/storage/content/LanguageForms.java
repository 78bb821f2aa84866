package org.andiron.storage.content;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.andiron.startup.StartupRefusedException;
import org.springframework.jdbc.core.JdbcOperations;

/** Asks a text search configuration of PostgreSQL for stems, and keeps those of common words. */
final class LanguageForms implements WordForms {

  private static final int MOST_KEPT = 50_000;

  private final JdbcOperations jdbc;
  private final String configuration;

  /** By word, the least recently used first. */
  private final Map<String, String> kept =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
              return size() > MOST_KEPT;
            }
          });

  /**
   * Stems of a language.
   *
   * @throws StartupRefusedException if the database does not know it
   */
  LanguageForms(JdbcOperations jdbc, String configuration) {
    this.jdbc = jdbc;
    this.configuration = configuration;
    List<String> known =
        jdbc.queryForList(
            "select cfgname from pg_ts_config where pg_ts_config_is_visible(oid) order by 1",
            String.class);
    if (!known.contains(configuration)) {
      throw new StartupRefusedException(
          "andiron.search.text-language is '"
              + configuration
              + "', which the database does not know. It knows "
              + String.join(", ", known)
              + '.');
    }
  }

  @Override
  public Map<String, String> stems(Collection<String> words) {
    Map<String, String> stems = new HashMap<>();
    Map<String, String> unknown = new HashMap<>();
    for (String word : words) {
      String stem = kept.get(word);
      if (stem == null) {
        unknown.put(word, word);
      } else {
        stems.put(word, stem);
      }
    }
    if (!unknown.isEmpty()) {
      jdbc.query(
          "select w.word, l.lexemes[1] from unnest(?) w (word), lateral (select"
              + " tsvector_to_array(to_tsvector(?::regconfig, w.word))) l (lexemes)"
              + " where cardinality(l.lexemes) = 1",
          row -> {
            unknown.put(row.getString(1), row.getString(2));
          },
          unknown.keySet().toArray(String[]::new),
          configuration);
      kept.putAll(unknown);
      stems.putAll(unknown);
    }
    stems.entrySet().removeIf(it -> it.getKey().equals(it.getValue()));
    return stems;
  }
}
