package org.andiron.risk.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Keeps what libraries tell of themselves from among the figures of a command. */
final class QuietLibraries {

  /** HAPI would tell its version, and Tribuo each iteration. */
  private static final List<String> LIBRARIES = List.of("ca.uhn.fhir", "org.tribuo");

  private QuietLibraries() {}

  static void set() {
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
    for (String library : LIBRARIES) {
      if (LoggerFactory.getLogger(library) instanceof Logger logger) {
        logger.setLevel(Level.WARN);
      }
    }
  }
}
