package org.andiron.server;

import java.util.List;

/**
 * What one feature adds to the FHIR endpoint. A feature declares a bean of this type in its own
 * configuration class; {@link FhirServerConfiguration} collects them all, so that adding an
 * operation touches no shared file.
 *
 * <p>The order in which interceptors run is not given by the order of contributions but by the
 * {@code order} of their hooks, which must be a constant of {@link RequestPipeline}.
 *
 * @param providers HAPI plain providers (operations and other interactions)
 * @param interceptors HAPI server interceptors
 */
public record FhirContribution(List<?> providers, List<?> interceptors) {

  public FhirContribution {
    providers = List.copyOf(providers);
    interceptors = List.copyOf(interceptors);
  }

  /** A contribution of operations only. */
  public static FhirContribution ofProviders(Object... providers) {
    return new FhirContribution(List.of(providers), List.of());
  }

  /** A contribution of interceptors only. */
  public static FhirContribution ofInterceptors(Object... interceptors) {
    return new FhirContribution(List.of(), List.of(interceptors));
  }
}
