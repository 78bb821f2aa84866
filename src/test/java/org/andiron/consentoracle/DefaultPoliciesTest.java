package org.andiron.consentoracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.andiron.consentoracle.TextTable.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the four policies of IHE PCF come to beside a consent or none. */
class DefaultPoliciesTest {

  private static final List<String> PURPOSES =
      List.of("TREAT", "HPAYMT", "HRESCH", "BTG", "HMARKT");

  private final Fixture fixture = new Fixture("pcf");
  private final List<Row> rows = TextTable.read("pcf/default-policies.txt");

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void decidesAsTheTableSays(Decider decider) {
    assertThat(rows).hasSize(4 * ImplicitPolicy.values().length);
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(PURPOSES)
                    .allSatisfy(
                        purpose ->
                            assertThat(decider.permits(question(row, purpose)))
                                .isEqualTo(row.get(purpose).equals("+"))));
  }

  private Question question(Row row, String purpose) {
    return fixture.question(
        row.get("consent"),
        ImplicitPolicy.named(row.get("policy")),
        "practitioner",
        Set.of(purpose),
        "sugar");
  }
}
