/**
 * Which versions of which risk models this server has, and in what state each is: installed from
 * {@code fhir-config/risk-models} or deployed into the database, with the history of every change.
 */
@NullMarked
package org.andiron.risk.registry;

import org.jspecify.annotations.NullMarked;
