package org.andiron.ops.metrics;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is logged beyond the ordinary ({@code andiron.logging.*}). Format and levels are Spring
 * Boot's settings.
 *
 * @param access whether each request to the FHIR endpoint is logged at INFO; else it is logged at
 *     DEBUG
 */
@ConfigurationProperties("andiron.logging")
public record LoggingProperties(@DefaultValue("false") boolean access) {}
