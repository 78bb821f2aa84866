@NullMarked
package org.andiron.risk.model;

import org.jspecify.annotations.NullMarked;
