package org.andiron.searchoracle;

import static org.andiron.searchoracle.EdgeDraft.quantity;
import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of 3.1.1.4.11 and 3.1.1.4.17. */
class QuantitySearchTest {

  private final OracleFixture observations =
      new OracleFixture()
          .with("mg", new Observation(), o -> o.setCode(code("a")).setValue(quantity("5.4", "mg")))
          .with("five", new Observation(), o -> o.setCode(code("b")).setValue(quantity("5", "mg")))
          .with("g", new Observation(), o -> o.setCode(code("a")).setValue(quantity("0.0054", "g")))
          .with("unit", new Observation(), o -> o.setValue(quantity("5.4", "").setUnit("mg")))
          .with(
              "more",
              new Observation(),
              o -> o.setValue(quantity("5", "mg").setComparator(QuantityComparator.GREATER_THAN)))
          .with("pound", new Observation(), o -> o.setValue(quantity("154.32", "[lb_av]")))
          .with("warm", new Observation(), o -> o.setValue(quantity("37", "Cel")))
          .with("text", new Observation(), o -> o.setCode(code("a")).setValue(new StringType("Ü")))
          .with("pressure", new Observation(), QuantitySearchTest::pressure);

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "value-quantity=5.4%7Chttp://unitsofmeasure.org%7Cmg g,mg",
        "value-quantity=5.40e-3%7Chttp://unitsofmeasure.org%7Cg g,mg",
        "value-quantity=0.005%7Chttp://unitsofmeasure.org%7Cg five,g,mg",
        "value-quantity=0.0050%7Chttp://unitsofmeasure.org%7Cg five",
        "value-quantity=5.4%7C%7Cmg mg,unit",
        "value-quantity=5.4 mg,unit",
        "value-quantity=le5.4%7Chttp://unitsofmeasure.org%7Cmg five,g,mg,more",
        "value-quantity=ap5.4%7Chttp://unitsofmeasure.org%7Cmg five,g,mg,more",
        "value-quantity=gt1000%7Chttp://unitsofmeasure.org%7Cmg more,pound",
        "value-quantity=70%7Chttp://unitsofmeasure.org%7Ckg pound",
        "value-quantity=37%7Chttp://unitsofmeasure.org%7CCel warm",
        "value-quantity=310%7Chttp://unitsofmeasure.org%7CK ''",
        "value-quantity=5%7Chttp://other%7Cmg ''",
        "value-quantity:missing=true pressure,text",
        "code-value-quantity=http://c%7Ca$5.4%7Chttp://unitsofmeasure.org%7Cmg g,mg",
        "code-value-quantity=a$lt5%7C%7Cmg ''",
        "code-value-string=a$u text",
        "component-code-value-quantity=sys$gt100 pressure",
        "component-code-value-quantity=sys$lt100 ''",
        "component-code-value-quantity=sys$lt100,dia$lt100 pressure",
        "combo-code-value-quantity=dia$80 pressure",
        "combo-value-quantity=120,5 five,mg,pressure,unit"
      })
  void findsTheExamplesOfTheSpecification(String query, String expected) {
    assertThat(String.join(",", observations.ids("Observation", query))).isEqualTo(expected);
  }

  private static CodeableConcept code(String code) {
    return EdgeDraft.concept("http://c", code, "");
  }

  private static void pressure(Observation observation) {
    observation.addComponent().setCode(code("sys")).setValue(quantity("120", "mm[Hg]"));
    observation.addComponent().setCode(code("dia")).setValue(quantity("80", "mm[Hg]"));
  }
}
