/** Tests of the checks of what is to be stored. */
@NullMarked
package org.andiron.server.validation;

import org.jspecify.annotations.NullMarked;
