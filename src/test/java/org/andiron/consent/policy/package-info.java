@NullMarked
package org.andiron.consent.policy;

import org.jspecify.annotations.NullMarked;
