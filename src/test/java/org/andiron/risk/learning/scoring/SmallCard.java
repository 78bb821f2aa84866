package org.andiron.risk.learning.scoring;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.andiron.risk.model.CoefficientSource;
import org.andiron.risk.model.Evaluation;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Range;
import org.andiron.risk.model.Reference;
import org.andiron.risk.model.SourceAttribute;
import org.andiron.risk.model.SourceAttributes;

/**
 * The card of a model {@code small} with a quantity {@code x}, a colour and an outcome {@code y}.
 */
final class SmallCard {

  private static final LocalText TEXT = new LocalText("t", "t");

  private SmallCard() {}

  static byte[] of(OutcomeOutput output) {
    Map<String, LocalText> colours = new LinkedHashMap<>();
    colours.put("red", TEXT);
    colours.put("blue", TEXT);
    Map<SourceAttribute, String> attributes = new EnumMap<>(SourceAttribute.class);
    for (SourceAttribute attribute : SourceAttribute.values()) {
      attributes.put(attribute, "a");
    }
    return new ModelCard(
            "small",
            "1",
            "https://example.org/small",
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            "e",
            "l",
            List.of(new Reference("c", Optional.empty())),
            new CoefficientSource("p", "v"),
            List.of(
                input("x", InputKind.QUANTITY, Optional.of("1"), Map.of()),
                input("colour", InputKind.CATEGORY, Optional.empty(), colours)),
            List.of(),
            List.of(),
            List.of(
                new Outcome(
                    "y",
                    TEXT,
                    List.of(),
                    Optional.empty(),
                    output,
                    output == OutcomeOutput.QUANTITY ? Optional.of("1") : Optional.empty(),
                    Map.of(),
                    output == OutcomeOutput.SCORE ? upTo(9) : Range.ALL,
                    Optional.empty())),
            new SourceAttributes(attributes),
            false,
            Optional.of(new Evaluation("b", LocalDate.of(2026, 1, 31), "d", "s")),
            Optional.empty())
        .write();
  }

  private static Range upTo(double end) {
    return new Range(
        OptionalDouble.of(0),
        OptionalDouble.empty(),
        OptionalDouble.of(end),
        OptionalDouble.empty());
  }

  private static ModelInput input(
      String name, InputKind kind, Optional<String> unit, Map<String, LocalText> categories) {
    return new ModelInput(name, TEXT, "d", kind, unit, Range.ALL, categories, Optional.empty());
  }
}
