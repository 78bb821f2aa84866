package org.andiron.storage;

import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Decides by what of a resource it is found. Whoever knows what must not be found declares the one
 * bean of this type. Resources that are given stay as they are.
 */
public interface SearchableContent {

  /**
   * What of a resource is indexed, and held against criteria.
   *
   * @param resource as it is stored. Its labels may be missing
   * @return the resource itself if it is indexed whole
   */
  IBaseResource of(IBaseResource resource);

  /**
   * The same with all references: what is not found by them is still linked by them.
   *
   * @param resource as it is stored. Its labels may be missing
   * @return the resource itself if it is indexed whole
   */
  IBaseResource linked(IBaseResource resource);

  /**
   * Whether a resource that is being stored may have something by which it is not found, or may
   * have had it in an earlier version. Costs next to nothing.
   *
   * @param resource with its labels
   */
  boolean mayBePartial(IBaseResource resource);
}
