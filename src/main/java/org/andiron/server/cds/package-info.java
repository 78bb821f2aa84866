/** CDS Hooks: the services that features contribute, announced and called over HTTP. */
@NullMarked
package org.andiron.server.cds;

import org.jspecify.annotations.NullMarked;
