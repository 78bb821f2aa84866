package org.andiron.server;

import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Has the last word on content that leaves the server other than in an answer: in files of exports
 * and in notifications. Whoever knows what may not be shown declares the one bean of this type.
 */
@FunctionalInterface
public interface ShownContent {

  /**
   * Resources as they may be shown to whom the work of this thread is done for.
   *
   * @param resources as they are stored; they stay as they are
   * @return as many, in the same order
   */
  List<IBaseResource> of(List<? extends IBaseResource> resources);
}
