/**
 * How what the audit log hands to other systems gets there: endpoints, formats, and work that goes
 * on in the background on one node at a time, however long the other system is away.
 */
@NullMarked
package org.andiron.audit.delivery;

import org.jspecify.annotations.NullMarked;
