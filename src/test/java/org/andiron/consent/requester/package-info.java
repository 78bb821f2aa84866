@NullMarked
package org.andiron.consent.requester;

import org.jspecify.annotations.NullMarked;
