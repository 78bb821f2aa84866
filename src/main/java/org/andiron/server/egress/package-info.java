/**
 * The one way out: every request this server sends to another host, and the rules it is sent under.
 */
@NullMarked
package org.andiron.server.egress;

import org.jspecify.annotations.NullMarked;
