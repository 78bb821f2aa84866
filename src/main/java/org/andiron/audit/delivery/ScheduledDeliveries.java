package org.andiron.audit.delivery;

import java.time.Duration;
import java.util.List;

/**
 * The deliveries of one feature, as its bean.
 *
 * @param interval pause after a round that left nothing to do
 */
public record ScheduledDeliveries(List<Delivery> deliveries, Duration interval) {

  /** Copies the list. */
  public ScheduledDeliveries {
    deliveries = List.copyOf(deliveries);
  }
}
