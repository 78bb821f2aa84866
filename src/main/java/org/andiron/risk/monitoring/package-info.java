/**
 * Watches the risk models in use: counts what they are given and what they answer, by day, tells
 * when that is another than it was, and calls for somebody to look. Counts name no patient.
 */
@NullMarked
package org.andiron.risk.monitoring;

import org.jspecify.annotations.NullMarked;
