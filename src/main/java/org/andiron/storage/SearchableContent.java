package org.andiron.storage;

import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Decides by what of a resource it is found. Whoever knows what must not be found declares the one
 * bean of this type.
 */
@FunctionalInterface
public interface SearchableContent {

  /**
   * What of a resource is indexed.
   *
   * @param resource as it is stored; it stays as it is. Its labels may be missing
   * @return the resource itself if it is indexed whole. References are to be kept: they are links
   */
  IBaseResource of(IBaseResource resource);
}
