/**
 * Long-running jobs over many records: export, import, re-indexing, expunging; their pace, status
 * and recovery.
 */
@NullMarked
package org.andiron.server.bulk;

import org.jspecify.annotations.NullMarked;
