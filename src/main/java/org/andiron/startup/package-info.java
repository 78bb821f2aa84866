/** How the process starts and how it says why it cannot. */
@NullMarked
package org.andiron.startup;

import org.jspecify.annotations.NullMarked;
