package org.andiron.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A service of <a href="https://cds-hooks.hl7.org/2.0/">CDS Hooks</a>, called below {@code
 * /cds-services}. Features declare theirs by a {@link CdsContribution}.
 */
public interface CdsService {

  /** How the service is announced. */
  Description description();

  /**
   * Lets a caller ask. Nothing of the call has been looked at yet, so that whoever may not ask
   * learns nothing by how it would be answered.
   *
   * @param request with the caller; its body is not to be read
   * @return what answers the caller
   * @throws CdsRefusedException if the caller may not ask, whatever it asks
   */
  Answering admit(HttpServletRequest request);

  /** Answers a caller who may ask. */
  @FunctionalInterface
  interface Answering {

    /**
     * Answers a call.
     *
     * @param call the body, an object whose {@code hook} is that of the service
     * @return an object with {@code cards}
     * @throws CdsRefusedException if it does not
     */
    ObjectNode answer(JsonNode call);

    /**
     * Takes what users did with cards; unless a service says otherwise, it takes no feedback.
     *
     * @param feedback the body
     * @throws CdsRefusedException if it is not taken; then nothing of it is
     */
    default void take(JsonNode feedback) {
      throw new CdsRefusedException(404, "not_found", "This service takes no feedback.");
    }
  }

  /**
   * What clients are told.
   *
   * @param id the end of its path
   * @param hook for which it is called
   * @param prefetch FHIR queries by name, in this order, whose answers clients may send along
   * @param usageRequirements what must be so for the service to be of use; empty if nothing
   */
  record Description(
      String id,
      String hook,
      String title,
      String description,
      Map<String, String> prefetch,
      String usageRequirements) {

    public Description {
      prefetch = Collections.unmodifiableMap(new LinkedHashMap<>(prefetch));
    }
  }
}
