@NullMarked
package org.andiron.risk.profile;

import org.jspecify.annotations.NullMarked;
