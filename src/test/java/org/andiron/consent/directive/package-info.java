@NullMarked
package org.andiron.consent.directive;

import org.jspecify.annotations.NullMarked;
