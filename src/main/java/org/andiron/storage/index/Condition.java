package org.andiron.storage.index;

import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** An expression that is true, false or nothing. */
@FunctionalInterface
interface Condition extends Expression {

  @Override
  @Nullable Boolean test(Resource resource, Base focus);

  @Override
  default void evaluate(Resource resource, Base focus, Consumer<Base> found) {
    Boolean result = test(resource, focus);
    if (result != null) {
      found.accept(new BooleanType(result));
    }
  }
}
