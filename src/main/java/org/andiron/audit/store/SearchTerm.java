package org.andiron.audit.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search parameter with a value, as one text. Rows have those by which they are found; who
 * searches makes the same text and looks for it.
 */
public final class SearchTerm {

  /** PostgreSQL refuses entries of an index that do not fit into a third of a page. */
  private static final int LONGEST_VALUE = 256;

  private SearchTerm() {}

  /**
   * Of a reference, which loses its version, or of a URI.
   *
   * @param parameter such as {@code agent}
   */
  public static String of(String parameter, String value) {
    return parameter + '=' + (value.length() > LONGEST_VALUE ? digest(value) : value);
  }

  /**
   * Of a token: one text for those who search with its system, one for those who search without.
   *
   * @param code none without a code
   */
  public static List<String> ofToken(
      String parameter, @Nullable String system, @Nullable String code) {
    List<String> terms = new ArrayList<>();
    if (code != null) {
      terms.add(of(parameter, code));
      terms.add(of(parameter, (system == null ? "" : system) + '|' + code));
    }
    return terms;
  }

  private static String digest(String value) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(sha256);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
