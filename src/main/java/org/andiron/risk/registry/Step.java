package org.andiron.risk.registry;

import java.util.Optional;

/**
 * What one action does to one version of a model.
 *
 * @param digest of the package that the version is from then on
 * @param before none if the version was not there
 */
public record Step(
    ModelKey model,
    String digest,
    ModelAction action,
    Optional<ModelState> before,
    ModelState after) {}
