/** What users do with cards of risk models, kept and counted. */
@NullMarked
package org.andiron.risk.feedback;

import org.jspecify.annotations.NullMarked;
