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
public record PolicyJson(String file) {

  /** An object of which only these members have a meaning. */
  public ObjectValue object(LocatedJson value, Set<String> names) {
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

  /** A member, null if it is missing. */
  public @Nullable LocatedJson optional(ObjectValue object, String name) {
    Member member = object.members().get(name);
    return member == null ? null : member.value();
  }

  /** A member that must be there. */
  public LocatedJson required(ObjectValue object, String name) {
    LocatedJson value = optional(object, name);
    if (value == null) {
      throw refuse(object.at(), name + " is missing");
    }
    return value;
  }

  /** Items of an array, none if it is missing. */
  public List<LocatedJson> items(ObjectValue object, String name) {
    LocatedJson value = optional(object, name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof ArrayValue array)) {
      throw refuse(value.at(), name + " must be an array");
    }
    return array.items();
  }

  /** A string that says something. */
  public String text(LocatedJson value, String name) {
    if (!(value instanceof ScalarValue scalar)
        || scalar.token() != JsonToken.VALUE_STRING
        || scalar.text().isBlank()) {
      throw refuse(value.at(), name + " must be a string that is not empty");
    }
    return scalar.text();
  }

  /** A member that is true or false. */
  public boolean flag(ObjectValue object, String name) {
    LocatedJson value = required(object, name);
    if (!(value instanceof ScalarValue scalar) || !scalar.token().isBoolean()) {
      throw refuse(value.at(), name + " must be true or false");
    }
    return scalar.token() == JsonToken.VALUE_TRUE;
  }

  /** The file cannot be used, for what is at a place. */
  public ConfigurationFileException refuse(Place place, String reason) {
    return new ConfigurationFileException(file, place.line(), place.column(), reason, null);
  }
}
