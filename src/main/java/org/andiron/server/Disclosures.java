package org.andiron.server;

import java.util.Collection;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Is told of what leaves the server in the background, before it does. Whoever keeps the audit log
 * declares the one bean of this type.
 */
public interface Disclosures {

  /** Ids of the patients of whose records a resource is part, by its content. */
  Set<String> patientsOf(IBaseResource resource);

  /**
   * Resources were written into a file of an export, on the thread that works for it. Returns when
   * that is recorded.
   *
   * @param job id of the export
   * @param file id of the file, which nobody can have yet
   * @param patients of whose records the resources are part
   * @throws RuntimeException if it is not recorded; then nobody may have the file
   */
  void exported(String job, String file, Collection<String> patients);

  /**
   * A resource, or a Bundle of some, is about to be sent to a subscriber. Returns when that is
   * recorded.
   *
   * @param subscription logical id of the Subscription
   * @param endpoint URL to which it is sent
   * @throws RuntimeException if it is not recorded; then it must not be sent
   */
  void delivering(String subscription, String endpoint, IBaseResource content);

  /**
   * A subscriber is about to be told that something matches, and not what. Returns when that is
   * recorded.
   *
   * @param subscription logical id of the Subscription
   * @param endpoint URL to which it is sent; empty for whoever is connected to the websocket
   * @param matched what matches, or no more than its id; null if that is not known
   * @throws RuntimeException if it is not recorded; then nothing must be told
   */
  void matching(String subscription, String endpoint, @Nullable IBaseResource matched);
}
