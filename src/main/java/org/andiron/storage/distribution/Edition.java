package org.andiron.storage.distribution;

import org.jspecify.annotations.Nullable;

/**
 * What is in a distribution file.
 *
 * @param url the code system
 * @param version its business version
 * @param name what people call it
 * @param branch for SNOMED CT the URI of the edition, null where there is only one
 */
record Edition(String url, String version, String name, @Nullable String branch) {}
