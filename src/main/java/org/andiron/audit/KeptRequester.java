package org.andiron.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import org.andiron.audit.event.Requester;

/**
 * Who asked for something, as text, kept with what is done later on their request: on any node, and
 * after a crash.
 */
public final class KeptRequester {

  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());

  private KeptRequester() {}

  /** The text to keep. */
  public static String write(Requester requester) {
    try {
      return JSON.writeValueAsString(requester);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records can be written", e);
    }
  }

  /**
   * Who it was.
   *
   * @throws IllegalStateException if the text is none that was kept
   */
  public static Requester read(String kept) {
    try {
      return JSON.readValue(kept, Requester.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("it is not known who asked for something", e);
    }
  }
}
