package org.andiron.risk.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.andiron.risk.feature.DefinitionNode;
import org.andiron.risk.feature.EventDefinition;
import org.andiron.risk.feature.FeatureDefinition;
import org.andiron.risk.feature.FeatureKind;
import org.andiron.risk.feature.FeatureLibrary;
import org.andiron.risk.feature.FeatureSet;
import org.andiron.risk.feature.Measure;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.model.Coding;
import org.andiron.risk.model.Horizon;

/** Reads what is predicted. */
final class OutcomeRuleReader {

  private final FeatureLibrary library;

  OutcomeRuleReader(FeatureLibrary library) {
    this.library = library;
  }

  TrainingOutcome read(DefinitionNode node) {
    node.only("id", "title", "codings", "horizon", "events", "death", "value");
    return new TrainingOutcome(
        node.get("id").text(),
        Written.texts(node.get("title")),
        codings(node),
        horizon(node.get("horizon")),
        node.has("value") ? measured(node) : event(node));
  }

  /** Events of a list, of which there must be one. */
  List<EventDefinition> events(DefinitionNode list) {
    List<EventDefinition> events = new ArrayList<>();
    list.elements().forEach(element -> events.add(library.readEvent(element)));
    if (events.isEmpty()) {
      throw list.refuse("is empty: say which resources are the event");
    }
    return events;
  }

  private static List<Coding> codings(DefinitionNode node) {
    List<Coding> codings = new ArrayList<>();
    node.find("codings")
        .ifPresent(
            list ->
                list.elements()
                    .forEach(
                        item -> {
                          item.only("system", "code", "display");
                          codings.add(
                              new Coding(
                                  item.get("system").text(),
                                  item.get("code").text(),
                                  item.get("display").text()));
                        }));
    return codings;
  }

  private static Horizon horizon(DefinitionNode node) {
    node.only("value", "unit");
    String unit = node.get("unit").text();
    return new Horizon(
        node.get("value").whole(1),
        Arrays.stream(Horizon.Unit.values())
            .filter(it -> it.code().equals(unit))
            .findFirst()
            .orElseThrow(
                () ->
                    node.get("unit")
                        .refuse(
                            "'%s' is no unit of a horizon: write one of %s"
                                .formatted(
                                    unit,
                                    Arrays.stream(Horizon.Unit.values())
                                        .map(Horizon.Unit::code)
                                        .collect(Collectors.joining(", "))))));
  }

  private TrainingOutcome.Event event(DefinitionNode node) {
    TrainingOutcome.Death death = node.get("death").oneOf(TrainingOutcome.Death.class);
    if (node.has("events")) {
      return new TrainingOutcome.Event(events(node.get("events")), death);
    }
    if (death != TrainingOutcome.Death.EVENT) {
      throw node.refuse(
          "has nothing that could come: give 'events', or 'value' of a number, or 'death':"
              + " 'event'");
    }
    return new TrainingOutcome.Event(List.of(), death);
  }

  private TrainingOutcome.Measured measured(DefinitionNode node) {
    if (node.has("events") || node.has("death")) {
      throw node.refuse(
          "is either a number or an event: give 'value' alone, or 'events' and 'death'");
    }
    DefinitionNode value = node.get("value");
    FeatureSet set = library.read(value, List.of(value));
    FeatureDefinition feature = set.features().get(0);
    Measure measure = feature.measure();
    boolean ofObservations =
        feature.kind() == FeatureKind.QUANTITY
            && feature.derivation() == null
            && feature.sources().stream()
                .allMatch(source -> source.resource() == ResourceKind.OBSERVATION);
    if (!ofObservations || measure == null) {
      throw value.refuse("must be a quantity that is taken from Observations and not derived");
    }
    return new TrainingOutcome.Measured(set, measure.unit());
  }
}
