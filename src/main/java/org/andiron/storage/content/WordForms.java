package org.andiron.storage.content;

import java.util.Collection;
import java.util.Map;

/** The stems of words in the language that texts are searched in. */
@FunctionalInterface
interface WordForms {

  /** For texts of no language in particular. */
  WordForms NONE = words -> Map.of();

  /** The stems of those words that differ from theirs. */
  Map<String, String> stems(Collection<String> words);
}
