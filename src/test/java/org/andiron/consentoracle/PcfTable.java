package org.andiron.consentoracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.consentoracle.TextTable.Row;

/**
 * What the example consents of IHE PCF decide under each implicit policy, for each actor, purpose
 * and resource, as the tables in the test resources have it.
 *
 * @see <a href="https://profiles.ihe.net/ITI/PCF/content.html">IHE PCF, content</a>
 */
final class PcfTable {

  static final List<String> PURPOSES =
      List.of(
          "TREAT", "ETREAT", "BTG", "HPAYMT", "HOPERAT", "HRESCH", "CLINTRCH", "HMARKT", "FooBar");

  private static final String BROKEN_GLASS = "broken-glass";
  private static final String OWN_RECORD = "own-record";
  private static final String SHARED = "both";

  private final Fixture fixture = new Fixture("pcf");
  private final List<Row> decisions =
      TextTable.read("pcf/decisions.txt").stream().map(PcfTable::spellOut).toList();
  private final List<Row> policies = TextTable.read("pcf/policies.txt");

  /** One cell under one policy. */
  record Cell(
      String consent,
      ImplicitPolicy policy,
      String actor,
      String purpose,
      String resource,
      Question question,
      boolean permitted) {

    @Override
    public String toString() {
      return String.join(
          " ", consent, policy.name(), actor, purpose, resource, permitted ? "+" : "-");
    }
  }

  Set<String> consents() {
    Set<String> names = new LinkedHashSet<>();
    decisions.forEach(row -> names.add(row.get("consent")));
    names.removeAll(List.of(BROKEN_GLASS, OWN_RECORD));
    return names;
  }

  List<Cell> cells(String consent) {
    List<Cell> cells = new ArrayList<>();
    for (ImplicitPolicy policy : ImplicitPolicy.values()) {
      for (String actor : fixture.actors()) {
        for (String purpose : PURPOSES) {
          for (String resource : fixture.resources()) {
            cells.add(cell(consent, policy, actor, purpose, resource));
          }
        }
      }
    }
    return cells;
  }

  private Cell cell(
      String consent, ImplicitPolicy policy, String actor, String purpose, String resource) {
    return new Cell(
        consent,
        policy,
        actor,
        purpose,
        resource,
        fixture.question(consent, policy, actor, Set.of(purpose), resource),
        permitted(consent, policy, actor, purpose, resource));
  }

  private boolean permitted(
      String consent, ImplicitPolicy policy, String actor, String purpose, String resource) {
    String says = decision(consent, purpose, actor).get(resource);
    Row own = decision(OWN_RECORD);
    if (own.fits("actors", actor)) {
      says = own.get(resource);
    }
    Row glass = decision(BROKEN_GLASS);
    if (says.equals("-")
        && glass.fits("purposes", purpose)
        && glass.fits("actors", actor)
        && policy(policy, purpose, actor, "").equals("+")) {
      says = glass.get(resource);
    }
    return switch (says) {
      case "+" -> true;
      case "-" -> false;
      case "." -> policy(policy, purpose, actor, resource).equals("+");
      default -> throw new IllegalStateException(consent + " " + resource + ": " + says);
    };
  }

  private Row decision(String consent, String purpose, String actor) {
    return first(decisions, "consent", consent, purpose, actor);
  }

  private Row decision(String consent) {
    return decisions.stream()
        .filter(row -> row.get("consent").equals(consent))
        .findFirst()
        .orElseThrow();
  }

  private String policy(ImplicitPolicy policy, String purpose, String actor, String resource) {
    return first(policies, "policy", name(policy), purpose, actor)
        .get(resource.equals(SHARED) ? "ex-other" : "ex-patient");
  }

  private static String name(ImplicitPolicy policy) {
    return policy.uri().substring(policy.uri().lastIndexOf('/') + 1);
  }

  private static Row first(
      List<Row> rows, String column, String name, String purpose, String actor) {
    return rows.stream()
        .filter(row -> row.get(column).equals(name))
        .filter(row -> row.fits("purposes", purpose) && row.fits("actors", actor))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " " + purpose + " " + actor));
  }

  private static Row spellOut(Row row) {
    Map<String, String> cells = new LinkedHashMap<>(row.cells());
    cells.computeIfPresent(
        "purposes", (name, words) -> words.replace("TPO", "TREAT ETREAT HPAYMT HOPERAT"));
    return new Row(cells);
  }
}
