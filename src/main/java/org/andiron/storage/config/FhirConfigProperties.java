package org.andiron.storage.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the operator's folder is.
 *
 * @param configDir {@code andiron.config-dir}: the folder to read; it must exist. Without this
 *     setting {@code ./fhir-config} is read if it is there, else the copy in the jar.
 */
@ConfigurationProperties("andiron")
public record FhirConfigProperties(@Nullable Path configDir) {}
