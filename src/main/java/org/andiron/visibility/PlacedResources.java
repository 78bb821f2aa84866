package org.andiron.visibility;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** Is told of what is stored, in the transaction that stores it. */
@FunctionalInterface
public interface PlacedResources {

  /**
   * The resources, their links and of whose records they are part are in the database. Everything
   * exists for what is done here.
   *
   * @param removed numbers of what is deleted
   * @param request in whose transaction it is; null if the server does it by itself
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException if they may not be
   *     stored
   */
  void placed(Collection<Placed> resources, Set<Long> removed, @Nullable RequestDetails request);

  /**
   * What is stored.
   *
   * @param key number in {@code hfj_resource}
   * @param isNew whether it is there for the first time
   * @param writer for whom it is stored; nobody if the server does it by itself
   */
  record Placed(long key, IBaseResource resource, boolean isNew, Optional<Reader> writer) {}
}
