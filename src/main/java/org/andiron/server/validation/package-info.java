/** Checks what is to be stored: its form in every mode, its profiles as the mode says. */
@NullMarked
package org.andiron.server.validation;

import org.jspecify.annotations.NullMarked;
