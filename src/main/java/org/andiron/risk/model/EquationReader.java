package org.andiron.risk.model;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.StrictJson;

/** Reads {@code equation.json} and checks it against the card. */
final class EquationReader {

  /** Kinds of equations, by their name in the file. */
  private enum Kind {
    /** Sums of terms with coefficients. */
    LINEAR("linear"),
    /** Products of powers. */
    POWER("power"),
    /** Tables of points. */
    POINTS("points");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    private String code() {
      return code;
    }
  }

  private static final Set<String> NAMES =
      Set.of("kind", "link", "reference", "referenceSource", "factors", "outcomes");

  private final StrictJson json;
  private final ModelJson values;
  private final ModelCard card;

  EquationReader(String file, ModelCard card) {
    this.json = new StrictJson(file);
    this.values = new ModelJson(json);
    this.card = card;
  }

  Predictor read(byte[] content) {
    ObjectValue equation = json.document(content, NAMES);
    Kind kind = json.oneOf(json.required(equation, "kind"), "kind", Kind.values(), Kind::code);
    Map<String, LocatedJson> outcomes = outcomes(equation);
    return switch (kind) {
      case POINTS -> points(equation, outcomes);
      case LINEAR ->
          new LinearReader(json, values, card)
              .read(
                  equation,
                  json.oneOf(
                      json.required(equation, "link"),
                      "link",
                      new Link[] {Link.COX, Link.LOGISTIC, Link.SCORE},
                      Link::code),
                  outcomes);
      case POWER -> {
        refuse(equation, "link", kind);
        yield new LinearReader(json, values, card).read(equation, Link.PRODUCT, outcomes);
      }
    };
  }

  private Predictor points(ObjectValue equation, Map<String, LocatedJson> outcomes) {
    for (String name : Set.of("link", "reference", "referenceSource", "factors")) {
      refuse(equation, name, Kind.POINTS);
    }
    PointsReader reader = new PointsReader(json, values, card);
    Map<String, PointsEquation.PointTable> tables = new LinkedHashMap<>();
    outcomes.forEach((id, table) -> tables.put(id, reader.table(id, table)));
    return new PointsEquation(tables);
  }

  private void refuse(ObjectValue equation, String name, Kind kind) {
    LocatedJson value = json.optional(equation, name);
    if (value != null) {
      throw values.refuse(value, "equations of kind " + kind.code() + " have no " + name);
    }
  }

  /** The members by outcome, in the order of the card. */
  private Map<String, LocatedJson> outcomes(ObjectValue equation) {
    Set<String> ids = new LinkedHashSet<>();
    card.outcomes().forEach(outcome -> ids.add(outcome.id()));
    ObjectValue object = json.object(json.required(equation, "outcomes"), ids);
    Map<String, LocatedJson> outcomes = new LinkedHashMap<>();
    ids.forEach(id -> outcomes.put(id, json.required(object, id)));
    return outcomes;
  }
}
