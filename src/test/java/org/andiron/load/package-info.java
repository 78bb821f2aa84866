/** Tests of the load command against a scripted stand-in for a server. */
@NullMarked
package org.andiron.load;

import org.jspecify.annotations.NullMarked;
