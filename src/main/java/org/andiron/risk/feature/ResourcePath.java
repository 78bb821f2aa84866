package org.andiron.risk.feature;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;

/** An expression in FHIRPath, ready to be evaluated. Thread-safe. */
public interface ResourcePath {

  /** The elements at the path; none if the expression cannot be evaluated on the resource. */
  List<Base> evaluate(Base resource);

  /**
   * Names of elements of the resource on which the result depends, with all that is in them; empty
   * if that may be any.
   */
  default Optional<Set<String>> elements() {
    return Optional.empty();
  }

  /** The expression as it is written. */
  String expression();
}
