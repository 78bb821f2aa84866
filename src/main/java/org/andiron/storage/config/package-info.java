/**
 * Reads the operator's folder {@code fhir-config} and keeps the server's definitions equal to it.
 */
@NullMarked
package org.andiron.storage.config;

import org.jspecify.annotations.NullMarked;
