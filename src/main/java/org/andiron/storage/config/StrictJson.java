package org.andiron.storage.config;

import com.fasterxml.jackson.core.JsonToken;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.andiron.startup.Spelling;
import org.andiron.storage.config.LocatedJson.ArrayValue;
import org.andiron.storage.config.LocatedJson.Member;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.LocatedJson.Place;
import org.andiron.storage.config.LocatedJson.ScalarValue;
import org.jspecify.annotations.Nullable;

/**
 * Takes a JSON file of the operator apart. What is not as expected, a name that has no meaning
 * included, is refused with its place.
 *
 * @param file how to name the file in errors
 */
public record StrictJson(String file) {

  /** The whole file, which must be an object that has no other names than these. */
  public ObjectValue document(byte[] content, Set<String> names) {
    return object(LocatedJson.parse(file, content), names);
  }

  /** An object that has no other names than these. */
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
                    "unknown name \"%s\"; known are %s%s"
                        .formatted(name, new TreeSet<>(names), didYouMean(name, names)));
              }
            });
    return object;
  }

  /** The value of a member, or null if it is missing. */
  public @Nullable LocatedJson optional(ObjectValue object, String name) {
    Member member = object.members().get(name);
    return member == null ? null : member.value();
  }

  /** The value of a member that must be there. */
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

  /** Items of an array that must be there. */
  public List<LocatedJson> requiredItems(ObjectValue object, String name) {
    required(object, name);
    return items(object, name);
  }

  /** A string that must be there. */
  public String text(ObjectValue object, String name) {
    return text(required(object, name), name);
  }

  /** A string, or null if it is missing. */
  public @Nullable String optionalText(ObjectValue object, String name) {
    LocatedJson value = optional(object, name);
    return value == null ? null : text(value, name);
  }

  /**
   * A value that must be a string with something in it.
   *
   * @param name of the member that it is, or is an item of
   */
  public String text(LocatedJson value, String name) {
    if (!(value instanceof ScalarValue scalar)
        || scalar.token() != JsonToken.VALUE_STRING
        || scalar.text().isBlank()) {
      throw refuse(value.at(), name + " must be a string that is not empty");
    }
    return scalar.text();
  }

  /**
   * A value that must be the code of one of these.
   *
   * @param name of the member that it is, or is an item of
   */
  public <T> T oneOf(LocatedJson value, String name, T[] choices, Function<T, String> code) {
    String text = text(value, name);
    return Arrays.stream(choices)
        .filter(it -> code.apply(it).equals(text))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> codes = Arrays.stream(choices).map(code).toList();
              return refuse(
                  value.at(), name + " must be one of " + codes + didYouMean(text, codes));
            });
  }

  /** A boolean that must be there. */
  public boolean flag(ObjectValue object, String name) {
    return flag(required(object, name), name);
  }

  /** A boolean, or what holds if it is missing. */
  public boolean flag(ObjectValue object, String name, boolean otherwise) {
    LocatedJson value = optional(object, name);
    return value == null ? otherwise : flag(value, name);
  }

  private boolean flag(LocatedJson value, String name) {
    if (!(value instanceof ScalarValue scalar) || !scalar.token().isBoolean()) {
      throw refuse(value.at(), name + " must be true or false");
    }
    return scalar.token() == JsonToken.VALUE_TRUE;
  }

  /** The question that ends a refusal of what is none of these, if one of them is near. */
  public static String didYouMean(String written, Collection<String> known) {
    String nearest = Spelling.nearest(written, known);
    return nearest == null ? "" : "; did you mean \"" + nearest + "\"?";
  }

  /** A refusal of the file, to be thrown. */
  public ConfigurationFileException refuse(Place place, String reason) {
    return new ConfigurationFileException(file, place.line(), place.column(), reason, null);
  }
}
