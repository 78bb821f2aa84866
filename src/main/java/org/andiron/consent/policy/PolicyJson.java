package org.andiron.consent.policy;

import com.fasterxml.jackson.core.JsonToken;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ArrayValue;
import org.andiron.storage.config.LocatedJson.Member;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.LocatedJson.Place;
import org.andiron.storage.config.LocatedJson.ScalarValue;
import org.jspecify.annotations.Nullable;

/**
 * Takes a file of a policy apart, and refuses what is not as expected with its place.
 *
 * @param file how to name the file in errors
 */
record PolicyJson(String file) {

  ObjectValue object(LocatedJson value, Set<String> names) {
    if (!(value instanceof ObjectValue object)) {
      throw refuse(value.at(), "expected an object");
    }
    object
        .members()
        .forEach(
            (name, member) -> {
              if (!names.contains(name)) {
                throw refuse(
                    member.nameAt(),
                    "unknown name \"" + name + "\"; known are " + new TreeSet<>(names));
              }
            });
    return object;
  }

  @Nullable LocatedJson optional(ObjectValue object, String name) {
    Member member = object.members().get(name);
    return member == null ? null : member.value();
  }

  LocatedJson required(ObjectValue object, String name) {
    LocatedJson value = optional(object, name);
    if (value == null) {
      throw refuse(object.at(), name + " is missing");
    }
    return value;
  }

  /** Items of an array, none if it is missing. */
  List<LocatedJson> items(ObjectValue object, String name) {
    LocatedJson value = optional(object, name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof ArrayValue array)) {
      throw refuse(value.at(), name + " must be an array");
    }
    return array.items();
  }

  String text(LocatedJson value, String name) {
    if (!(value instanceof ScalarValue scalar)
        || scalar.token() != JsonToken.VALUE_STRING
        || scalar.text().isBlank()) {
      throw refuse(value.at(), name + " must be a string that is not empty");
    }
    return scalar.text();
  }

  boolean flag(ObjectValue object, String name) {
    LocatedJson value = required(object, name);
    if (!(value instanceof ScalarValue scalar) || !scalar.token().isBoolean()) {
      throw refuse(value.at(), name + " must be true or false");
    }
    return scalar.token() == JsonToken.VALUE_TRUE;
  }

  ConfigurationFileException refuse(Place place, String reason) {
    return new ConfigurationFileException(file, place.line(), place.column(), reason, null);
  }
}
