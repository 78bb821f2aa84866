package org.andiron.storage.query;

import org.jspecify.annotations.Nullable;

/**
 * The name of a parameter as written: {@code code:modifier.chain}.
 *
 * @param modifier null if there is none
 * @param chain what comes after the dot, null if there is none
 */
record ParameterName(String code, @Nullable String modifier, @Nullable String chain) {

  static ParameterName parse(String name) {
    int dot = name.indexOf('.');
    int colon = name.indexOf(':');
    if (colon >= 0 && (dot < 0 || colon < dot)) {
      return new ParameterName(
          name.substring(0, colon),
          name.substring(colon + 1, dot < 0 ? name.length() : dot),
          dot < 0 ? null : name.substring(dot + 1));
    }
    return dot < 0
        ? new ParameterName(name, null, null)
        : new ParameterName(name.substring(0, dot), null, name.substring(dot + 1));
  }
}
