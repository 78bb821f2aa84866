package org.andiron.audit.delivery;

import java.io.IOException;
import java.util.List;

/** A way to another system. Used by one thread, but for {@link #close}. */
public interface Wire extends AutoCloseable {

  /**
   * Sends messages, in this order, and returns once the other system has them, as far as the
   * protocol can tell.
   *
   * @throws PayloadTooLargeException if it took none of them, and might take fewer
   * @throws IOException if it may not have all of them; some may have arrived
   */
  void send(List<byte[]> messages) throws IOException;

  /** Ends what is being sent, from any thread; nothing can be sent any more. */
  @Override
  void close();
}
