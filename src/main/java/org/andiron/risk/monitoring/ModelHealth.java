package org.andiron.risk.monitoring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.registry.RegisteredModel;

/**
 * How a model does.
 *
 * @param today what was counted today; none if nothing was
 * @param reference with what it is compared; none until enough was counted
 * @param outcomes that are known, by outcome
 * @param findings limits that are passed
 */
record ModelHealth(
    RegisteredModel model,
    Optional<DayCounts> today,
    Optional<Reference> reference,
    Map<String, OutcomeCounts> outcomes,
    List<Finding> findings) {}
