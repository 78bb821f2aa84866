package org.andiron.searchoracle;

import org.hl7.fhir.r4.model.Base;

/** Whether one element of a resource meets one value of a search, which is still escaped. */
@FunctionalInterface
interface ElementTest {

  boolean isMet(Base element, String value);
}
