package org.andiron.security.resourceserver;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token says its use is for: codes, or codings as IHE has them, one or a list.
 *
 * @see <a href="https://profiles.ihe.net/ITI/IUA/index.html#3714221-json-web-token-option">IUA,
 *     JSON Web Token Option</a>
 */
public final class PurposeClaim {

  private PurposeClaim() {}

  /** Each as {@code code} or {@code system|code}; none if the claim is not understood. */
  public static Set<String> read(@Nullable Object claim) {
    Set<String> purposes = new LinkedHashSet<>();
    Collection<?> values = claim instanceof Collection<?> list ? list : Set.of();
    for (Object value : values) {
      add(value, purposes);
    }
    if (claim != null && !(claim instanceof Collection<?>)) {
      add(claim, purposes);
    }
    return purposes;
  }

  private static void add(@Nullable Object value, Set<String> purposes) {
    if (value instanceof String code && !code.isBlank()) {
      purposes.add(code);
    } else if (value instanceof Map<?, ?> coding && coding.get("code") instanceof String code) {
      purposes.add(coding.get("system") instanceof String system ? system + "|" + code : code);
    }
  }
}
