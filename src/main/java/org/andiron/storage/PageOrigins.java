package org.andiron.storage;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Knows of which search a link leads to a further page. */
public interface PageOrigins {

  /**
   * The search to whose pages an id belongs; none if they have expired, or are not those of a
   * search that a URL can say.
   *
   * @param page the value of {@code _getpages}
   */
  Optional<Origin> find(String page);

  /**
   * A search.
   *
   * @param types the types searched, at least one
   * @param parameters as in its URL
   */
  record Origin(Set<String> types, Map<String, String[]> parameters) {

    public Origin {
      types = Set.copyOf(types);
      parameters = Map.copyOf(parameters);
    }
  }
}
