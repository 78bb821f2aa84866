package org.andiron.risk.population;

import java.util.Map;
import org.andiron.testsupport.OwnServer;

/** A server of its own, which keeps its patients for the next run if it is told to. */
final class SpeedServer extends OwnServer {

  SpeedServer() {
    super("speed", Map.of(), Boolean.getBoolean("andiron.risk.speed.kept"));
  }

  @Override
  protected boolean isMeasured() {
    return true;
  }
}
