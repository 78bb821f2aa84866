package org.andiron.security.issuer;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a token says under names that the operator chose. {@code a.b} is the member {@code b} of
 * {@code a}, unless there is a claim of just that name.
 */
record ClaimValues(Map<String, Object> claims) {

  /** The first of the claims that is there and is a text. */
  Optional<String> text(List<String> names) {
    return names.stream()
        .map(name -> find(claims, name))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  /**
   * The first of the claims that is there, as words separated by spaces: a text or a list of them.
   */
  String words(List<String> names) {
    return names.stream()
        .map(name -> find(claims, name))
        .filter(Objects::nonNull)
        .findFirst()
        .map(value -> String.join(" ", texts(value).toList()))
        .orElse("");
  }

  /** The first of the claims that is there, whatever it is. */
  Optional<Object> any(List<String> names) {
    return names.stream().map(name -> find(claims, name)).filter(Objects::nonNull).findFirst();
  }

  /** What stands in any of the claims, texts or lists of them. */
  Set<String> all(List<String> names) {
    Set<String> all = new LinkedHashSet<>();
    for (String name : names) {
      Object value = find(claims, name);
      if (value != null) {
        texts(value).forEach(all::add);
      }
    }
    return all;
  }

  private static Stream<String> texts(Object value) {
    if (value instanceof Collection<?> list) {
      return list.stream().filter(String.class::isInstance).map(String.class::cast);
    }
    return value instanceof String text ? Stream.of(text) : Stream.empty();
  }

  private static @Nullable Object find(@Nullable Object within, String name) {
    if (!(within instanceof Map<?, ?> members)) {
      return null;
    }
    if (members.containsKey(name)) {
      return members.get(name);
    }
    int dot = name.indexOf('.');
    return dot < 0 ? null : find(members.get(name.substring(0, dot)), name.substring(dot + 1));
  }
}
