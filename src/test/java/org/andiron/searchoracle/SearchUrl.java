package org.andiron.searchoracle;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The query part of a search URL, decoded. */
record SearchUrl(List<Pair> pairs) {

  /** A decoded name and its decoded value. */
  record Pair(String name, String value) {}

  static SearchUrl parse(String query) {
    List<Pair> pairs = new ArrayList<>();
    for (String pair : query.split("&")) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        pairs.add(new Pair(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : ""));
      }
    }
    return new SearchUrl(List.copyOf(pairs));
  }

  /** What decides about a match, without {@code _type}. */
  List<Criterion> criteria() {
    return pairs.stream()
        .filter(pair -> !Criterion.isOfResult(pair.name()) && !pair.name().equals("_type"))
        .map(pair -> Criterion.parse(pair.name(), pair.value()))
        .filter(criterion -> !criterion.isEmpty())
        .toList();
  }

  /** All values of a name. */
  List<String> valuesOf(String name) {
    return pairs.stream()
        .filter(pair -> pair.name().equals(name))
        .map(Pair::value)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static String decode(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }
}
