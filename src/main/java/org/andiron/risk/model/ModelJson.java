package org.andiron.risk.model;

import com.fasterxml.jackson.core.JsonToken;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.Member;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.LocatedJson.ScalarValue;
import org.andiron.storage.config.StrictJson;

/** What {@link StrictJson} does not take apart but files of models have: numbers, ranges, texts. */
record ModelJson(StrictJson json) {

  private static final Set<String> ENDS = Set.of("from", "above", "to", "below");

  /** The members of an object of any names. */
  Map<String, LocatedJson> members(LocatedJson value) {
    if (!(value instanceof ObjectValue object)) {
      throw json.refuse(value.at(), "expected an object");
    }
    Map<String, LocatedJson> members = new LinkedHashMap<>();
    for (Map.Entry<String, Member> member : object.members().entrySet()) {
      members.put(member.getKey(), member.getValue().value());
    }
    return members;
  }

  /** A finite number. */
  double number(LocatedJson value, String name) {
    if (value instanceof ScalarValue scalar
        && (scalar.token() == JsonToken.VALUE_NUMBER_INT
            || scalar.token() == JsonToken.VALUE_NUMBER_FLOAT)) {
      double number = Double.parseDouble(scalar.text());
      if (Double.isFinite(number)) {
        return number;
      }
    }
    throw json.refuse(value.at(), name + " must be a number");
  }

  double number(ObjectValue object, String name) {
    return number(json.required(object, name), name);
  }

  OptionalDouble optionalNumber(ObjectValue object, String name) {
    LocatedJson value = json.optional(object, name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(number(value, name));
  }

  /** A number of things, at least some. */
  int count(ObjectValue object, String name, int least) {
    LocatedJson value = json.required(object, name);
    double number = number(value, name);
    if (number != Math.rint(number) || number < least || number > Integer.MAX_VALUE) {
      throw json.refuse(value.at(), name + " must be a whole number, " + least + " or more");
    }
    return (int) number;
  }

  /** The ends that an object has among other members, if it has any. */
  Range ends(ObjectValue object) {
    try {
      return new Range(
          optionalNumber(object, "from"),
          optionalNumber(object, "above"),
          optionalNumber(object, "to"),
          optionalNumber(object, "below"));
    } catch (IllegalArgumentException e) {
      throw refuse(object, String.valueOf(e.getMessage()));
    }
  }

  /** A range, or all numbers if it is missing. */
  Range range(ObjectValue object, String name) {
    LocatedJson value = json.optional(object, name);
    return value == null ? Range.ALL : ends(json.object(value, ENDS));
  }

  /** A text in both languages that must be there. */
  LocalText texts(ObjectValue object, String name) {
    ObjectValue texts = json.object(json.required(object, name), Set.of("en", "zh"));
    return new LocalText(json.text(texts, "en"), json.text(texts, "zh"));
  }

  /** A day that must be there. */
  LocalDate day(ObjectValue object, String name) {
    String text = json.text(object, name);
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw refuse(json.required(object, name), name + " must be a day, like 2026-01-31");
    }
  }

  /** A value as an input has it: a truth, a category or a quantity. */
  FeatureValue featureValue(LocatedJson value, String name) {
    if (!(value instanceof ScalarValue scalar)) {
      throw refuse(value, name + " must be a number, a string, true or false");
    }
    if (scalar.token().isBoolean()) {
      return new FeatureValue.Truth(scalar.token() == JsonToken.VALUE_TRUE);
    }
    return scalar.token() == JsonToken.VALUE_STRING
        ? new FeatureValue.Category(json.text(value, name))
        : new FeatureValue.Quantity(number(value, name));
  }

  ConfigurationFileException refuse(LocatedJson value, String reason) {
    return json.refuse(value.at(), reason);
  }
}
