package org.andiron.risk.training;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.risk.feature.DefinitionNode;
import org.andiron.risk.feature.EventDefinition;
import org.andiron.risk.feature.FeatureLibrary;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.model.LocalText;

/** Reads of whom and when examples are taken, and what is known of the time after. */
final class CohortRulesReader {

  private static final int OLDEST = 150;

  private final FeatureLibrary library;
  private final OutcomeRuleReader outcomes;

  CohortRulesReader(FeatureLibrary library, OutcomeRuleReader outcomes) {
    this.library = library;
    this.outcomes = outcomes;
  }

  IndexRule index(DefinitionNode node) {
    if (node.has("encounters")) {
      node.only("encounters", "at", "take");
      DefinitionNode encounters = node.get("encounters");
      EventDefinition event = library.readEvent(encounters);
      if (event.resource() != ResourceKind.ENCOUNTER) {
        throw encounters.get("resource").refuse("must be Encounter");
      }
      return new IndexRule.Encounters(
          event,
          node.get("at").oneOf(IndexRule.End.class),
          node.get("take").oneOf(IndexRule.Take.class));
    }
    if (node.has("every")) {
      node.only("every", "from", "to");
      LocalDate from = Written.day(node.get("from"));
      LocalDate to = Written.day(node.get("to"));
      requireOrder(node, from, to);
      return new IndexRule.Repeated(from, to, Written.length(node.get("every")));
    }
    node.only("encounters", "every", "day");
    if (!node.has("day")) {
      throw node.refuse("says no time: give 'encounters', 'every' or 'day'");
    }
    return new IndexRule.OnDay(Written.day(node.get("day")));
  }

  Eligibility eligibility(DefinitionNode node) {
    node.only("from", "to", "age", "sex", "history");
    Optional<LocalDate> from = node.find("from").map(Written::day);
    Optional<LocalDate> to = node.find("to").map(Written::day);
    if (from.isPresent() && to.isPresent()) {
      requireOrder(node, from.get(), to.get().minusDays(1));
    }
    return new Eligibility(
        from,
        to,
        node.find("age").map(CohortRulesReader::ages).orElse(Eligibility.Ages.ALL),
        node.find("sex").map(CohortRulesReader::sexes).orElse(Set.of()),
        node.find("history").map(Written::length).orElse(Period.ZERO));
  }

  private static Eligibility.Ages ages(DefinitionNode node) {
    node.only("from", "to");
    int from = node.find("from").map(age -> age.whole(0)).orElse(0);
    int to = node.find("to").map(age -> age.whole(0)).orElse(OLDEST);
    if (from > to) {
      throw node.refuse("nobody is of that age: 'from' must not be more than 'to'");
    }
    return new Eligibility.Ages(from, to);
  }

  private static Set<String> sexes(DefinitionNode node) {
    Set<String> known = Set.of("female", "male", "other");
    Set<String> sexes = node.texts();
    if (sexes.isEmpty() || !known.containsAll(sexes)) {
      throw node.refuse("must be some of [female, male, other]; leave it out for all");
    }
    return sexes;
  }

  List<Washout> washouts(DefinitionNode list, TrainingOutcome outcome) {
    List<Washout> washouts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (DefinitionNode node : list.elements()) {
      node.only("name", "title", "events", "back");
      String name = node.get("name").text();
      if (!names.add(name)) {
        throw node.refuse("another washout is called '" + name + "': give it another name");
      }
      washouts.add(
          new Washout(
              name,
              node.find("title")
                  .map(Written::texts)
                  .orElseGet(
                      () -> node.has("events") ? new LocalText(name, name) : outcome.title()),
              node.find("events").map(outcomes::events).orElseGet(() -> ofOutcome(node, outcome)),
              node.find("back").map(Written::length)));
    }
    return washouts;
  }

  private static List<EventDefinition> ofOutcome(DefinitionNode node, TrainingOutcome outcome) {
    if (outcome.rule() instanceof TrainingOutcome.Event event && !event.events().isEmpty()) {
      return event.events();
    }
    throw node.refuse("the outcome has no events to take: give 'events'");
  }

  FollowUp followUp(DefinitionNode node) {
    node.only("end", "lost");
    return new FollowUp(
        node.find("end").map(Written::day), node.get("lost").oneOf(FollowUp.Lost.class));
  }

  SubgroupRule subgroups(DefinitionNode node) {
    node.only("attributes", "ageBands");
    Set<SubgroupRule.Attribute> attributes = EnumSet.noneOf(SubgroupRule.Attribute.class);
    node.get("attributes")
        .elements()
        .forEach(element -> attributes.add(element.oneOf(SubgroupRule.Attribute.class)));
    List<Integer> bands = new ArrayList<>();
    node.find("ageBands")
        .ifPresent(list -> list.elements().forEach(band -> bands.add(band.whole(1))));
    if (!bands.stream().sorted().distinct().toList().equals(bands)) {
      throw node.get("ageBands")
          .refuse("must ascend: the first year of each band but the youngest");
    }
    if (attributes.contains(SubgroupRule.Attribute.AGE_BAND) == bands.isEmpty()) {
      throw node.refuse("'ageBands' and the attribute 'age-band' go together: give both or none");
    }
    return new SubgroupRule(attributes, bands);
  }

  TestSplit split(DefinitionNode node) {
    node.only("from", "share");
    if (node.has("from") == node.has("share")) {
      throw node.refuse("is by time or by patients: give either 'from' or 'share'");
    }
    if (node.has("from")) {
      return new TestSplit.From(Written.day(node.get("from")));
    }
    DefinitionNode share = node.get("share");
    try {
      return new TestSplit.Share(share.number());
    } catch (IllegalArgumentException e) {
      throw share.refuse(String.valueOf(e.getMessage()));
    }
  }

  private static void requireOrder(DefinitionNode node, LocalDate from, LocalDate to) {
    if (from.isAfter(to)) {
      throw node.refuse("no day is in it: 'from' must be before 'to'");
    }
  }
}
