/** Tags and security labels, each called what its resource calls it. */
@NullMarked
package org.andiron.storage.tag;

import org.jspecify.annotations.NullMarked;
