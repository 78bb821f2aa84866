@NullMarked
package org.andiron.risk.trainingjob;

import org.jspecify.annotations.NullMarked;
