package org.andiron.risk.assessment;

import org.andiron.risk.explanation.Language;

/**
 * How an answer is written.
 *
 * @param language of all that people read in it
 * @param explained whether it has the rationale and what each input contributes
 */
public record AnswerStyle(Language language, boolean explained) {

  /** All there is, in that language. */
  public static AnswerStyle of(Language language) {
    return new AnswerStyle(language, true);
  }
}
