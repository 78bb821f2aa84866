package org.andiron.risk.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.junit.jupiter.api.Test;

/** Which way inputs move results, as their papers say. */
class MonotoneTest {

  /** Which results are compared. */
  private static double result(RiskModel model, String outcome, FeatureVector person) {
    Prediction prediction = (Prediction) model.predict(outcome, person);
    return prediction.attribution().predictor();
  }

  /** Moves an input to two places of its range and compares. */
  private static void rises(String id, String outcome, String input, int sign, long seed) {
    RiskModel model = Shipped.model(id);
    People people = new People(model.card());
    FeatureVector person = people.person(seed);
    FeatureVector other = people.person(seed + 1);
    double here = ((Quantity) person.get(input).orElseThrow()).value();
    double there = ((Quantity) other.get(input).orElseThrow()).value();
    FeatureVector low = person.with(input, new Quantity(Math.min(here, there)));
    FeatureVector high = person.with(input, new Quantity(Math.max(here, there)));
    double change = result(model, outcome, high) - result(model, outcome, low);
    assertThat(sign * change).as("%s %s %s", id, outcome, input).isGreaterThan(-1e-9);
  }

  private static void risesIfTrue(String id, String outcome, String input, long seed) {
    RiskModel model = Shipped.model(id);
    FeatureVector person = new People(model.card()).person(seed);
    double no = result(model, outcome, person.with(input, new Truth(false)));
    double yes = result(model, outcome, person.with(input, new Truth(true)));
    assertThat(yes).as("%s %s %s", id, outcome, input).isGreaterThan(no - 1e-9);
  }

  @Property(tries = 300, seed = "20131112")
  void framingham(@ForAll @LongRange(min = 0, max = 1L << 62) long seed) {
    String id = "framingham-2008";
    rises(id, "cvd-10y", "age", 1, seed);
    rises(id, "cvd-10y", "systolic-blood-pressure", 1, seed);
    rises(id, "cvd-10y", "total-cholesterol", 1, seed);
    rises(id, "cvd-10y", "hdl-cholesterol", -1, seed);
    risesIfTrue(id, "cvd-10y", "current-smoker", seed);
    risesIfTrue(id, "cvd-10y", "diabetes", seed);
    risesIfTrue(id, "cvd-10y", "antihypertensive-medication", seed);
  }

  /**
   * Other effects turn around in old age, as their coefficients with age are of the other sign: HDL
   * from 68 years on in black and from 74 in white women, treatment from 71 in black women, total
   * cholesterol from 77 in white women, smoking from 78 in white men.
   */
  @Property(tries = 300, seed = "20131112")
  void pooledCohort(@ForAll @LongRange(min = 0, max = 1L << 62) long seed) {
    String id = "pce-2013";
    rises(id, "ascvd-10y", "systolic-blood-pressure", 1, seed);
    risesIfTrue(id, "ascvd-10y", "diabetes", seed);
  }

  @Property(tries = 300, seed = "20131112")
  void prevent(@ForAll @LongRange(min = 0, max = 1L << 62) long seed) {
    String id = "prevent-2023";
    for (String outcome : new String[] {"cvd-10y", "ascvd-10y", "heart-failure-10y"}) {
      risesIfTrue(id, outcome, "diabetes", seed);
      risesIfTrue(id, outcome, "current-smoker", seed);
    }
    for (String outcome : new String[] {"cvd-10y", "ascvd-10y"}) {
      rises(id, outcome, "hdl-cholesterol", -1, seed);
    }
  }

  @Property(tries = 300, seed = "20131112")
  void pooledCohortUpTo68Years(
      @ForAll @LongRange(min = 0, max = 1L << 62) long seed,
      @ForAll @IntRange(min = 40, max = 68) int age) {
    RiskModel model = Shipped.model("pce-2013");
    FeatureVector person = Shipped.with(new People(model.card()).person(seed), "age", age);
    double result = result(model, "ascvd-10y", person);
    assertThat(result(model, "ascvd-10y", Shipped.with(person, "hdl-cholesterol", 100)))
        .isLessThanOrEqualTo(result);
    assertThat(result(model, "ascvd-10y", Shipped.with(person, "total-cholesterol", 320)))
        .isGreaterThanOrEqualTo(result);
    for (String input : new String[] {"current-smoker", "antihypertensive-medication"}) {
      assertThat(result(model, "ascvd-10y", Shipped.with(person, input, true)))
          .isGreaterThan(result(model, "ascvd-10y", Shipped.with(person, input, false)));
    }
  }

  /** Of those who have little else; many risk factors together turn the effect of age around. */
  @Property(tries = 300, seed = "20131112")
  void preventRisesWithAge(@ForAll @LongRange(min = 0, max = 1L << 62) long seed) {
    RiskModel model = Shipped.model("prevent-2023");
    FeatureVector person =
        Shipped.with(
            new People(model.card()).person(seed),
            "diabetes",
            false,
            "current-smoker",
            false,
            "egfr",
            90);
    for (String outcome : new String[] {"cvd-10y", "ascvd-10y", "heart-failure-10y"}) {
      double last = Double.NEGATIVE_INFINITY;
      for (double age = 30; age < 80; age += 7) {
        double next = result(model, outcome, person.with("age", new Quantity(age)));
        assertThat(next).isGreaterThan(last);
        last = next;
      }
    }
  }

  /** Above 110 mmHg; below it the equations have lower pressure as a sign of illness. */
  @Test
  void preventRisesWithPressure() {
    RiskModel model = Shipped.model("prevent-2023");
    FeatureVector person = new People(model.card()).person(3);
    for (Outcome outcome : model.card().outcomes()) {
      double last = Double.NEGATIVE_INFINITY;
      for (double pressure = 110; pressure <= 200; pressure += 5) {
        double next =
            result(
                model,
                outcome.id(),
                person.with("systolic-blood-pressure", new Quantity(pressure)));
        assertThat(next).isGreaterThan(last);
        last = next;
      }
    }
  }

  @Property(tries = 300, seed = "20131112")
  void kidneyFailure(@ForAll @LongRange(min = 0, max = 1L << 62) long seed) {
    for (String outcome : new String[] {"kidney-failure-2y", "kidney-failure-5y"}) {
      rises("kfre-4", outcome, "egfr", -1, seed);
      rises("kfre-4", outcome, "urine-albumin-creatinine-ratio", 1, seed);
      rises("kfre-4", outcome, "age", -1, seed);
    }
  }

  @Property(tries = 100, seed = "20131112")
  void kidneysFailMoreLikelyInFiveYearsThanInTwo(
      @ForAll @LongRange(min = 0, max = 1L << 62) long seed) {
    RiskModel model = Shipped.model("kfre-4");
    FeatureVector person = new People(model.card()).person(seed);
    double two =
        ((Prediction) model.predict("kidney-failure-2y", person)).probability().orElseThrow();
    double five =
        ((Prediction) model.predict("kidney-failure-5y", person)).probability().orElseThrow();
    assertThat(five).isGreaterThanOrEqualTo(two);
  }

  @Property(tries = 300, seed = "20131112")
  void meld(@ForAll @LongRange(min = 0, max = 1L << 62) long seed) {
    for (String input : new String[] {"bilirubin", "inr", "creatinine"}) {
      rises("meld-3", "death-90d", input, 1, seed);
    }
    risesIfTrue("meld-3", "death-90d", "dialysis", seed);
  }

  @Property(tries = 300, seed = "20131112")
  void filtration(@ForAll @LongRange(min = 0, max = 1L << 62) long seed) {
    rises("ckd-epi-2021", "egfr", "creatinine", -1, seed);
    rises("ckd-epi-2021", "egfr", "age", -1, seed);
  }

  @Property(tries = 300, seed = "20131112")
  void points(@ForAll @LongRange(min = 0, max = 1L << 62) long seed) {
    rises("lace", "death-or-readmission-30d", "length-of-stay", 1, seed);
    rises("lace", "death-or-readmission-30d", "charlson-index", 1, seed);
    rises("hospital", "readmission-30d", "admissions-12-months", 1, seed);
    rises("hospital", "readmission-30d", "hemoglobin", -1, seed);
    rises("findrisc", "type-2-diabetes-10y", "bmi", 1, seed);
    rises("findrisc", "type-2-diabetes-10y", "waist-circumference", 1, seed);
    rises("qsofa", "poor-outcome-of-infection", "respiratory-rate", 1, seed);
    rises("qsofa", "poor-outcome-of-infection", "systolic-blood-pressure", -1, seed);
    rises("cha2ds2-vasc", "thromboembolism-1y", "age", 1, seed);
    rises("has-bled", "major-bleeding-1y", "age", 1, seed);
  }
}
