package org.andiron.risk.feature;

import ca.uhn.fhir.fhirpath.FhirPathExecutionException;
import ca.uhn.fhir.fhirpath.IFhirPath;
import java.util.List;
import org.hl7.fhir.r4.model.Base;

/** An expression for HAPI's engine. */
final class EnginePath implements ResourcePath {

  private final IFhirPath engine;
  private final IFhirPath.IParsedExpression expression;

  private EnginePath(IFhirPath engine, IFhirPath.IParsedExpression expression) {
    this.engine = engine;
    this.expression = expression;
  }

  /**
   * Parses.
   *
   * @throws IllegalArgumentException if it is no FHIRPath
   */
  static ResourcePath parse(String expression, IFhirPath engine) {
    try {
      return new EnginePath(engine, engine.parse(expression));
    } catch (Exception e) { // the interface declares no narrower one
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public List<Base> evaluate(Base resource) {
    try {
      return engine.evaluate(resource, expression, Base.class);
    } catch (FhirPathExecutionException e) {
      return List.of();
    }
  }
}
