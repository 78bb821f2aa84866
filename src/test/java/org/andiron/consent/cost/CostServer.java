package org.andiron.consent.cost;

import java.util.Map;
import org.andiron.testsupport.OwnServer;

/** A server of its own, on which nothing else is stored. */
final class CostServer extends OwnServer {

  CostServer() {
    super("cost", Map.of());
  }

  @Override
  protected boolean isMeasured() {
    return true;
  }
}
