package org.andiron.audit.completeness;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that is yet to be sent.
 *
 * @param path below the root
 * @param headers name, value, name, value
 */
record Ask(String method, String path, @Nullable String body, List<String> headers) {

  Ask {
    headers = List.copyOf(headers);
  }

  static Ask get(String path) {
    return new Ask("GET", path, null, List.of());
  }

  static Ask of(String method, String path, String body) {
    return new Ask(method, path, body, List.of());
  }

  Ask with(String... more) {
    List<String> all = new ArrayList<>(headers);
    all.addAll(List.of(more));
    return new Ask(method, path, body, all);
  }

  boolean hasHeader(String name) {
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }
}
