/**
 * The commands of the jar for the audit log: verify it, dump it, show the key it is signed with,
 * archive old months and hold others.
 */
@NullMarked
package org.andiron.audit.command;

import org.jspecify.annotations.NullMarked;
