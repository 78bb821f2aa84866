/**
 * A training from a definition and the records of a cohort to the files of a model: the same for
 * the command and for the server.
 */
@NullMarked
package org.andiron.risk.pipeline;

import org.jspecify.annotations.NullMarked;
