package org.andiron.risk.training;

import static org.andiron.risk.training.Given.node;
import static org.andiron.risk.training.Given.readmission;
import static org.andiron.risk.training.Given.record;
import static org.andiron.risk.training.Given.stay;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

class IndexRuleTest {

  private static List<String> times(String rule, Resource... resources) {
    return readmission(root -> root.set("index", node(rule)))
        .index()
        .times(record(resources))
        .stream()
        .map(Instant::toString)
        .toList();
  }

  private static String encounters(String at, String take) {
    return "{'encounters': {'resource': 'Encounter', 'codes': 'inpatient-encounter', 'statuses':"
        + " ['finished']}, 'at': '"
        + at
        + "', 'take': '"
        + take
        + "'}";
  }

  @Test
  void isEachOrOneStayAtAnEnd() {
    Encounter late = stay("2020-05-01T08:00:00Z", "2020-05-03T10:00:00Z");
    Encounter early = stay("2019-05-01T08:00:00Z", "2019-05-03T10:00:00Z");
    Encounter goesOn = stay("2021-05-01T08:00:00Z", "2021-05-03T10:00:00Z");
    goesOn.setStatus(Encounter.EncounterStatus.INPROGRESS);

    assertThat(times(encounters("end", "each"), late, early, goesOn))
        .containsExactly("2019-05-03T10:00:00Z", "2020-05-03T10:00:00Z");
    assertThat(times(encounters("start", "first"), late, early, goesOn))
        .containsExactly("2019-05-01T08:00:00Z");
    assertThat(times(encounters("end", "last"), late, early, goesOn))
        .containsExactly("2020-05-03T10:00:00Z");
    assertThat(times(encounters("end", "last"), Given.visit("2020-01-01"))).isEmpty();
  }

  @Test
  void isTheEndOfADayWithoutTime() {
    assertThat(times(encounters("end", "each"), stay("2019-05-01", "2019-05-03")))
        .containsExactly("2019-05-03T23:59:59.999999999Z");
  }

  @Test
  void isAgainAndAgainByTheCalendar() {
    assertThat(times("{'every': 'P1M', 'from': '2020-01-31', 'to': '2020-04-30'}"))
        .containsExactly(
            "2020-01-31T00:00:00Z",
            "2020-02-29T00:00:00Z",
            "2020-03-31T00:00:00Z",
            "2020-04-30T00:00:00Z");
  }

  @Test
  void isADay() {
    assertThat(times("{'day': '2015-01-01'}")).containsExactly("2015-01-01T00:00:00Z");
  }
}
