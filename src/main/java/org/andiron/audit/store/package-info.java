/**
 * The audit log in PostgreSQL: its rows, what they are found by, and how they become durable before
 * anybody is shown what they tell of.
 */
@NullMarked
package org.andiron.audit.store;

import org.jspecify.annotations.NullMarked;
