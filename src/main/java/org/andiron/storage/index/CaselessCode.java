package org.andiron.storage.index;

import java.util.Locale;

/**
 * The form in which the index has tokens for which case does not matter whatever their system:
 * contact points and strings. No other token has this form, since texts have no control characters.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#token">Token parameters</a>
 */
public final class CaselessCode {

  private static final char MARK = '\u0001';

  private CaselessCode() {}

  /** The form of a value. */
  public static String of(String value) {
    return MARK + value.toLowerCase(Locale.ROOT);
  }
}
