package org.andiron.risk.feature;

import ca.uhn.fhir.fhirpath.FhirPathExecutionException;
import ca.uhn.fhir.fhirpath.IFhirPath;
import java.util.List;
import org.hl7.fhir.r4.model.Base;

/** An expression for HAPI's engine. */
final class EnginePath implements ResourcePath {

  private final IFhirPath engine;
  private final String expression;
  private final IFhirPath.IParsedExpression parsed;

  private EnginePath(IFhirPath engine, String expression, IFhirPath.IParsedExpression parsed) {
    this.engine = engine;
    this.expression = expression;
    this.parsed = parsed;
  }

  /**
   * Parses.
   *
   * @throws IllegalArgumentException if it is no FHIRPath
   */
  static ResourcePath parse(String expression, IFhirPath engine) {
    try {
      return new EnginePath(engine, expression, engine.parse(expression));
    } catch (Exception e) { // the interface declares no narrower one
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public List<Base> evaluate(Base resource) {
    try {
      return engine.evaluate(resource, parsed, Base.class);
    } catch (FhirPathExecutionException e) {
      return List.of();
    }
  }

  @Override
  public String expression() {
    return expression;
  }
}
