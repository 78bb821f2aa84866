package org.andiron.storage.index;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** A compiled FHIRPath expression. */
@FunctionalInterface
interface Expression {

  /**
   * Gives every element that the expression leads to.
   *
   * @param resource what {@code %resource} and the name of the type stand for
   * @param focus what a path begins at
   */
  void evaluate(Resource resource, Base focus, Consumer<Base> found);

  /** All elements that the expression leads to. */
  default List<Base> list(Resource resource, Base focus) {
    List<Base> elements = new ArrayList<>();
    evaluate(resource, focus, elements::add);
    return elements;
  }

  /** The expression as a condition, null if it is neither true nor false. */
  default @Nullable Boolean test(Resource resource, Base focus) {
    List<Base> elements = list(resource, focus);
    if (elements.size() != 1) {
      return null;
    }
    return elements.get(0) instanceof BooleanType value ? value.getValue() : Boolean.TRUE;
  }
}
