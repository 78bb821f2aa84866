package org.andiron.security.page.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.andiron.security.scope.GranularQuery;
import org.andiron.security.scope.GranularQuery.Parameter;

/** What the resources of a type, or those of it that match a query, are called. */
final class RecordParts {

  private final Words words;

  RecordParts(Words words) {
    this.words = words;
  }

  String of(String type, GranularQuery query) {
    String whole = words.typeText("type." + type);
    if (query.isEmpty()) {
      return whole;
    }
    if (query.parameters().size() == 1) {
      Optional<String> known = known(type, query.parameters().get(0));
      if (known.isPresent()) {
        return known.get();
      }
    }
    List<String> conditions =
        query.parameters().stream()
            .map(it -> words.text("scope.condition", name(it), it.value()))
            .toList();
    return words.text("scope.narrowed", whole, words.list(conditions));
  }

  private String name(Parameter parameter) {
    return words.typeTextIfAny("parameter." + parameter.name()).orElse(parameter.name());
  }

  /** A name of their own, if each alternative has one. */
  private Optional<String> known(String type, Parameter parameter) {
    List<String> names = new ArrayList<>();
    for (String alternative : parameter.value().split(",", -1)) {
      String code = alternative.substring(alternative.indexOf('|') + 1);
      Optional<String> name =
          words.typeTextIfAny("part." + type + "." + parameter.name() + "." + code);
      if (name.isEmpty()) {
        return Optional.empty();
      }
      names.add(name.get());
    }
    return Optional.of(words.list(names));
  }
}
