/** What the storage tells others about itself. */
@NullMarked
package org.andiron.storage;

import org.jspecify.annotations.NullMarked;
