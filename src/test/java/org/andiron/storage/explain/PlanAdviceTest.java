package org.andiron.storage.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanAdviceTest {

  private static final String RUN = ", \"Execution Time\": 1.5";

  private static Plan plan(String node, String more) {
    try {
      return new Plan(
          JsonMapper.builder().build().readTree("{\"Plan\": {" + node + "}" + more + "}"));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<String> advice(String node) {
    return PlanAdvice.on(plan(node, RUN));
  }

  @Test
  void aScanOfABigTableIsNamed() {
    assertThat(
            advice(
                """
                "Node Type": "Seq Scan", "Relation Name": "idx_token", "Plan Rows": 5,
                "Actual Rows": 3, "Actual Loops": 1, "Rows Removed by Filter": 20000
                """))
        .singleElement()
        .asString()
        .startsWith("All of idx_token is read, 20003 rows, 3 of them of use.")
        .contains("analyze andiron.idx_token");
  }

  @Test
  void aScanOfASmallTableIsFine() {
    assertThat(
            advice(
                """
                "Node Type": "Seq Scan", "Relation Name": "hfj_tag_def", "Plan Rows": 5,
                "Actual Rows": 3, "Actual Loops": 1, "Rows Removed by Filter": 200
                """))
        .isEmpty();
  }

  @Test
  void aScanThatWasNotRunToItsEndIsNamed() {
    assertThat(
            PlanAdvice.on(
                plan(
                    """
                    "Node Type": "Seq Scan", "Relation Name": "idx_text", "Total Cost": 5000
                    """,
                    "")))
        .singleElement()
        .asString()
        .startsWith("The plan reads all of idx_text.");
  }

  @Test
  void anIndexThatReadsFarTooMuchIsNamed() {
    assertThat(
            advice(
                """
                "Node Type": "Index Scan", "Index Name": "idx_rl_src", "Relation Name": "hfj_res_link",
                "Plan Rows": 1, "Actual Rows": 0.1, "Actual Loops": 100, "Filter": "(a = 1)",
                "Rows Removed by Filter": 200
                """))
        .containsExactly(
            "The index idx_rl_src reads 20010 rows of hfj_res_link and drops 20000 that do not"
                + " meet '(a = 1)'.");
  }

  @Test
  void anEstimateThatIsFarTooLowIsNamed() {
    assertThat(
            advice(
                """
                "Node Type": "Index Scan", "Relation Name": "idx_date", "Plan Rows": 3,
                "Actual Rows": 2000, "Actual Loops": 1
                """))
        .containsExactly(
            "PostgreSQL expected 3 rows of idx_date and found 2000. Run 'analyze"
                + " andiron.idx_date'.");
  }

  @Test
  void anEstimateThatIsTooHighMayBeDueToALimit() {
    assertThat(
            advice(
                """
                "Node Type": "Index Scan", "Relation Name": "idx_date", "Plan Rows": 30000,
                "Actual Rows": 21, "Actual Loops": 1
                """))
        .isEmpty();
  }

  @Test
  void aSortOnDiskIsNamed() {
    assertThat(
            advice(
                """
                "Node Type": "Sort", "Plan Rows": 900, "Actual Rows": 1000, "Actual Loops": 1,
                "Sort Space Type": "Disk"
                """))
        .containsExactly(
            "Sort of 1000 rows does not fit in memory and goes through files. Raise work_mem, or"
                + " narrow the search.");
  }

  @Test
  void whatIsLookedUpForEachOfManyRowsIsNamed() {
    assertThat(
            advice(
                """
                "Node Type": "Aggregate", "Parent Relationship": "SubPlan", "Plan Rows": 1,
                "Actual Rows": 1, "Actual Loops": 30000
                """))
        .singleElement()
        .asString()
        .startsWith("A value is looked up in the index for each of 30000 rows");
  }

  @Test
  void thePlanIsWrittenStepByStep() {
    Plan plan =
        plan(
            """
            "Node Type": "Nested Loop", "Join Type": "Semi", "Plan Rows": 2, "Actual Rows": 1,
            "Actual Loops": 1, "Actual Total Time": 0.5, "Shared Hit Blocks": 7, "Plans": [
              {"Node Type": "Index Scan", "Index Name": "hfj_resource_pkey", "Alias": "r",
               "Relation Name": "hfj_resource", "Index Cond": "(res_id = 1)", "Plan Rows": 1,
               "Actual Rows": 1, "Actual Loops": 2, "Actual Total Time": 0.1,
               "Rows Removed by Filter": 3},
              {"Node Type": "Sort", "Sort Key": ["a", "b DESC"], "Plan Rows": 4,
               "Actual Rows": 0, "Actual Loops": 0}]
            """,
            RUN);
    assertThat(PlanText.of(plan))
        .isEqualTo(
            """
            Nested Loop Semi Join (planned 2 rows; 1 rows in 0.500 ms, 7 pages)
              Index Scan using hfj_resource_pkey on hfj_resource r (planned 1 rows; 2 rows in 0.200 ms, 0 pages, run 2 times)
                  Index Cond: (res_id = 1)
                  Rows removed: 6
              Sort (planned 4 rows; never run)
                  Sort Key: a, b DESC""");
    assertThat(plan.indexes()).containsExactly("hfj_resource_pkey");
  }
}
