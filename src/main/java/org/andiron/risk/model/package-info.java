/** Risk models: what they take and give. */
@NullMarked
package org.andiron.risk.model;

import org.jspecify.annotations.NullMarked;
