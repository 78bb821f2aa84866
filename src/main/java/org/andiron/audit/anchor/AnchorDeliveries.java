package org.andiron.audit.anchor;

import java.util.List;

/** One for each anchor that is set. */
record AnchorDeliveries(List<AnchorDelivery> all) {

  AnchorDeliveries {
    all = List.copyOf(all);
  }
}
