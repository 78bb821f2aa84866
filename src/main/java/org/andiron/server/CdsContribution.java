package org.andiron.server;

import java.util.List;

/**
 * The CDS services of one feature. A feature declares a bean of this type in its own configuration
 * class; what it names is announced at {@code /cds-services} and called below it.
 */
@FunctionalInterface
public interface CdsContribution {

  /** The services that there are now, each with an id of its own; asked for with each request. */
  List<? extends CdsService> services();
}
