package org.andiron.storage.index;

import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** An expression that is true, false or nothing. */
record Condition(Truth truth) implements Expression {

  @Override
  public @Nullable Boolean test(Resource resource, Base focus) {
    return truth.of(resource, focus);
  }

  @Override
  public void evaluate(Resource resource, Base focus, Consumer<Base> found) {
    Boolean result = truth.of(resource, focus);
    if (result != null) {
      found.accept(new BooleanType(result));
    }
  }

  /** Says whether a condition holds, null if it neither does nor does not. */
  @FunctionalInterface
  interface Truth {

    @Nullable Boolean of(Resource resource, Base focus);
  }
}
