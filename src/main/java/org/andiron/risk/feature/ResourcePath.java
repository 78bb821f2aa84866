package org.andiron.risk.feature;

import java.util.List;
import org.hl7.fhir.r4.model.Base;

/** An expression in FHIRPath, ready to be evaluated. Thread-safe. */
public interface ResourcePath {

  /** The elements at the path; none if the expression cannot be evaluated on the resource. */
  List<Base> evaluate(Base resource);

  /** The expression as it is written. */
  String expression();
}
