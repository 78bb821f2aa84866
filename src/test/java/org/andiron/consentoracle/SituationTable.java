package org.andiron.consentoracle;

import java.util.ArrayList;
import java.util.List;
import org.andiron.consentoracle.TextTable.Row;

/**
 * The situations in which LEAP-CDS tries its decisions, as the table in the test resources has
 * them, asked of single resources.
 *
 * @see <a href="https://github.com/sdhealthconnect/leap-cds">LEAP-CDS</a>
 */
final class SituationTable {

  private final Fixture fixture = new Fixture("situations");
  private final List<Row> rows = TextTable.read("situations/decisions.txt");

  /** One row under one policy. */
  record Situation(int number, String name, Question question, boolean permitted) {

    @Override
    public String toString() {
      return number + " " + name + " " + question.implicitPolicy() + (permitted ? " +" : " -");
    }
  }

  /** Each row under a policy that permits all and one that permits nothing. */
  List<Situation> all() {
    List<Situation> all = new ArrayList<>();
    for (Row row : rows) {
      all.add(situation(row, ImplicitPolicy.ALL_NORMAL, !row.get("says").equals("-")));
      all.add(situation(row, ImplicitPolicy.DENY, row.get("says").equals("+")));
    }
    return all;
  }

  private Situation situation(Row row, ImplicitPolicy policy, boolean permitted) {
    return new Situation(
        Integer.parseInt(row.get("nr")),
        row.get("situation") + ": " + row.get("actor") + ", " + row.get("resource"),
        fixture.question(
            row.get("consent"), policy, row.get("actor"), row.all("purposes"), row.get("resource")),
        permitted);
  }
}
