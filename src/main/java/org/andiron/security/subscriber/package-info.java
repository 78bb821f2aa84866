/** Whose a Subscription is, and of what it may tell them. */
@NullMarked
package org.andiron.security.subscriber;

import org.jspecify.annotations.NullMarked;
