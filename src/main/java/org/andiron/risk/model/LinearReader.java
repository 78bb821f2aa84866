package org.andiron.risk.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.StrictJson;

/** Reads equations that are sums of terms, and products, which are sums of logarithms. */
final class LinearReader {

  private final StrictJson json;
  private final ModelJson values;
  private final ModelCard card;
  private final ConditionReader conditions;

  LinearReader(StrictJson json, ModelJson values, ModelCard card) {
    this.json = json;
    this.values = values;
    this.card = card;
    this.conditions = new ConditionReader(json, values, card.inputs());
  }

  LinearEquation read(ObjectValue equation, Link link, Map<String, LocatedJson> outcomes) {
    Map<String, Factor> factors = new FactorReader(json, values, conditions).read(equation);
    Map<String, List<Stratum>> strata = new LinkedHashMap<>();
    Map<String, Range> scores = new LinkedHashMap<>();
    outcomes.forEach(
        (id, value) -> {
          Outcome outcome = card.outcome(id).orElseThrow();
          if (outcome.output() != link.output()) {
            throw values.refuse(
                value, "the output of %s is no %s".formatted(id, link.output().code()));
          }
          strata.put(id, strata(value, link, factors));
          scores.put(id, outcome.scores());
        });
    json.text(equation, "referenceSource");
    FeatureVector reference = reference(json.required(equation, "reference"), strata);
    return new LinearEquation(link, reference, strata, scores);
  }

  private List<Stratum> strata(LocatedJson value, Link link, Map<String, Factor> factors) {
    ObjectValue object = json.object(value, Set.of("strata"));
    List<Stratum> strata = new ArrayList<>();
    for (LocatedJson item : json.requiredItems(object, "strata")) {
      strata.add(link == Link.PRODUCT ? product(item, factors) : stratum(item, link, factors));
    }
    if (!conditions.divide(strata.stream().map(Stratum::when).toList())) {
      throw values.refuse(value, "just one stratum must hold for each person");
    }
    return strata;
  }

  private Stratum stratum(LocatedJson item, Link link, Map<String, Factor> factors) {
    boolean cox = link == Link.COX;
    ObjectValue object =
        json.object(
            item,
            cox
                ? Set.of("when", "baselineSurvival", "mean", "terms")
                : Set.of("when", "intercept", "terms"));
    List<Term> terms = new ArrayList<>();
    for (LocatedJson term : json.requiredItems(object, "terms")) {
      terms.add(term(term, factors));
    }
    return new Stratum(
        conditions.read(object),
        cox ? -values.number(object, "mean") : values.number(object, "intercept"),
        cox ? OptionalDouble.of(survival(object)) : OptionalDouble.empty(),
        terms);
  }

  private double survival(ObjectValue stratum) {
    double survival = values.number(stratum, "baselineSurvival");
    if (survival <= 0 || survival >= 1) {
      throw values.refuse(
          json.required(stratum, "baselineSurvival"), "baselineSurvival is between 0 and 1");
    }
    return survival;
  }

  private Term term(LocatedJson item, Map<String, Factor> factors) {
    ObjectValue object = json.object(item, Set.of("coefficient", "factors"));
    List<Factor> used =
        json.requiredItems(object, "factors").stream()
            .map(factor -> named(factor, factors))
            .toList();
    Term term = new Term(values.number(object, "coefficient"), used);
    if (used.isEmpty() || term.inputs().size() > TermShares.MOST_INPUTS) {
      throw values.refuse(
          item, "a term has factors, of at most %d inputs".formatted(TermShares.MOST_INPUTS));
    }
    return term;
  }

  private Factor named(LocatedJson name, Map<String, Factor> factors) {
    Factor factor = factors.get(json.text(name, "factors"));
    if (factor == null) {
      throw values.refuse(name, "no such factor; there are " + new TreeSet<>(factors.keySet()));
    }
    return factor;
  }

  private Stratum product(LocatedJson item, Map<String, Factor> factors) {
    ObjectValue object = json.object(item, Set.of("when", "constants", "powers", "exponentials"));
    double constant = 0;
    for (LocatedJson value : json.requiredItems(object, "constants")) {
      constant += StrictMath.log(positive(value, "constants"));
    }
    List<Term> terms = new ArrayList<>();
    for (LocatedJson power : json.items(object, "powers")) {
      ObjectValue parts = json.object(power, Set.of("factor", "exponent"));
      terms.add(
          new Term(
              values.number(parts, "exponent"),
              List.of(named(json.required(parts, "factor"), factors).then(Transform.LN))));
    }
    for (LocatedJson exponential : json.items(object, "exponentials")) {
      ObjectValue parts = json.object(exponential, Set.of("base", "factor"));
      terms.add(
          new Term(
              StrictMath.log(positive(json.required(parts, "base"), "base")),
              List.of(named(json.required(parts, "factor"), factors))));
    }
    return new Stratum(conditions.read(object), constant, OptionalDouble.empty(), terms);
  }

  private double positive(LocatedJson value, String name) {
    double number = values.number(value, name);
    if (number <= 0) {
      throw values.refuse(value, name + " must be above 0");
    }
    return number;
  }

  private FeatureVector reference(LocatedJson value, Map<String, List<Stratum>> strata) {
    Set<String> used = new LinkedHashSet<>();
    Set<String> dividing = new LinkedHashSet<>();
    strata
        .values()
        .forEach(
            all ->
                all.forEach(
                    stratum -> {
                      stratum.terms().forEach(term -> used.addAll(term.inputs()));
                      dividing.addAll(stratum.when().inputs());
                    }));
    Map<String, FeatureValue> reference = new LinkedHashMap<>();
    values
        .members(value)
        .forEach(
            (name, member) -> {
              FeatureValue read = values.featureValue(member, name);
              if (conditions.declared(name, member).objection(read).isPresent()) {
                throw values.refuse(member, "no value of input " + name);
              }
              reference.put(name, read);
            });
    if (!reference.keySet().equals(used)) {
      throw values.refuse(value, "reference must have the inputs of all terms: " + used);
    }
    dividing.retainAll(used);
    if (!dividing.isEmpty()) {
      throw values.refuse(value, dividing + " cannot be both in terms and in conditions");
    }
    return new FeatureVector(reference);
  }
}
