package org.andiron.server.egress;

import java.net.UnknownHostException;

/**
 * A host may not be called. It is an {@link UnknownHostException} so that HTTP clients treat it as
 * a failed look-up: nothing is connected and nothing is tried again at another address.
 */
public final class EgressRefusedException extends UnknownHostException {

  private static final long serialVersionUID = 1L;

  static final String REASON =
      "this server may not call that host (settings andiron.egress.allow and"
          + " andiron.egress.allow-private)";

  EgressRefusedException() {
    super(REASON);
  }

  @Override
  public String getMessage() {
    return REASON;
  }
}
