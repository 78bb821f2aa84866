package org.andiron.storage.index;

import org.hl7.fhir.r4.model.Base;

/**
 * Makes entries of an element; none if it is of a type that parameters of this type do not have.
 */
@FunctionalInterface
interface ValueIndexer {

  void index(Base value, IndexedParameter parameter, int group, EntryCollector entries);
}
