package org.andiron.storage.index;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.fhirpath.FHIRPathUtilityClasses.FunctionDetails;
import org.hl7.fhir.r4.fhirpath.IHostApplicationServices;
import org.hl7.fhir.r4.fhirpath.TypeDetails;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceFactory;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.utilities.fhirpath.FHIRPathConstantEvaluationMode;
import org.jspecify.annotations.Nullable;

/**
 * Expressions that {@link PathParser} does not compile, evaluated by the engine of the structures
 * library. The engine reads all definitions of the standard, so it is made when the first such
 * expression turns up.
 */
final class FhirPathFallback {

  private final FhirContext context;
  private @Nullable FHIRPathEngine engine;

  FhirPathFallback(FhirContext context) {
    this.context = context;
  }

  /** Empty if the expression is not FHIRPath. */
  Optional<Expression> parse(String expression) {
    FHIRPathEngine evaluator = engine();
    ExpressionNode parsed;
    try {
      parsed = evaluator.parse(expression);
    } catch (FHIRException e) {
      return Optional.empty();
    }
    return Optional.of(
        (resource, focus, found) ->
            evaluator.evaluate(resource, resource, resource, focus, parsed).forEach(found));
  }

  private synchronized FHIRPathEngine engine() {
    FHIRPathEngine made = engine;
    if (made == null) {
      made = new FHIRPathEngine(new HapiWorkerContext(context, context.getValidationSupport()));
      made.setHostServices(new Host());
      engine = made;
    }
    return made;
  }

  /** Lets {@code resolve()} lead to an empty resource of the type that the reference tells. */
  private static final class Host implements IHostApplicationServices {

    @Override
    public List<Base> resolveConstant(
        FHIRPathEngine engine,
        Object appContext,
        String name,
        FHIRPathConstantEvaluationMode mode) {
      return List.of();
    }

    @Override
    public @Nullable TypeDetails resolveConstantType(
        FHIRPathEngine engine,
        Object appContext,
        String name,
        FHIRPathConstantEvaluationMode mode) {
      return null;
    }

    @Override
    public boolean log(String argument, List<Base> focus) {
      return false;
    }

    @Override
    public @Nullable FunctionDetails resolveFunction(FHIRPathEngine engine, String functionName) {
      return null;
    }

    @Override
    public @Nullable TypeDetails checkFunction(
        FHIRPathEngine engine,
        Object appContext,
        String functionName,
        TypeDetails focus,
        List<TypeDetails> parameters) {
      return null;
    }

    @Override
    public List<Base> executeFunction(
        FHIRPathEngine engine,
        Object appContext,
        List<Base> focus,
        String functionName,
        List<List<Base>> parameters) {
      return List.of();
    }

    @Override
    public @Nullable Base resolveReference(
        FHIRPathEngine engine, Object appContext, String url, Base refContext) {
      String type = ReferenceTarget.typeOf(new Reference(url), (Resource) appContext);
      return type == null ? null : ResourceFactory.createResource(type);
    }

    @Override
    public boolean conformsToProfile(
        FHIRPathEngine engine, Object appContext, Base item, String url) {
      return false;
    }

    @Override
    public @Nullable ValueSet resolveValueSet(
        FHIRPathEngine engine, Object appContext, String url) {
      return null;
    }

    @Override
    public boolean paramIsType(String name, int index) {
      return false;
    }
  }
}
