package org.andiron.storage.explain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/** An explanation as a resource. */
final class ExplanationParameters {

  private static final String UCUM = "http://unitsofmeasure.org";
  private static final int DIGITS = 3;
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]");

  private ExplanationParameters() {}

  static Parameters of(List<ExplainedStatement> statements) {
    Parameters parameters = new Parameters();
    parameters
        .addParameter()
        .setName("time")
        .setValue(
            millis(
                statements.stream()
                    .mapToDouble(it -> it.plan().planningMillis() + it.plan().executionMillis())
                    .sum()));
    statements.forEach(it -> add(it, parameters.addParameter().setName("statement")));
    return parameters;
  }

  private static void add(ExplainedStatement explained, ParametersParameterComponent statement) {
    Plan plan = explained.plan();
    part(statement, "purpose", new CodeType(explained.purpose()));
    part(statement, "sql", new StringType(explained.statement().text()));
    explained
        .statement()
        .values()
        .forEach(it -> part(statement, "value", new StringType(written(it))));
    part(statement, "stopped", new BooleanType(explained.stopped()));
    if (plan.isRun()) {
      // A number of rows can be more than an integer holds.
      part(statement, "rows", new DecimalType(plan.top().allRows()));
      part(statement, "planningTime", millis(plan.planningMillis()));
      part(statement, "executionTime", millis(plan.executionMillis()));
    }
    plan.indexes().forEach(it -> part(statement, "index", new StringType(it)));
    PlanAdvice.on(plan).forEach(it -> part(statement, "advice", new StringType(it)));
    part(statement, "plan", new StringType(visible(PlanText.of(plan))));
    part(statement, "planAsJson", new StringType(visible(plan.json().toString())));
  }

  private static void part(ParametersParameterComponent statement, String name, Type value) {
    statement.addPart().setName(name).setValue(value);
  }

  private static Quantity millis(double millis) {
    return new Quantity()
        .setValue(BigDecimal.valueOf(millis).setScale(DIGITS, RoundingMode.HALF_UP))
        .setUnit("ms")
        .setSystem(UCUM)
        .setCode("ms");
  }

  /** As PostgreSQL writes it. */
  private static String written(Object value) {
    return visible(
        value instanceof Object[] array
            ? Arrays.stream(array).map(String::valueOf).collect(Collectors.joining(",", "{", "}"))
            : value.toString());
  }

  /** XML has no control characters; in the index some values begin with one. */
  private static String visible(String text) {
    return CONTROL.matcher(text).replaceAll("\u241b");
  }
}
