package org.andiron.audit.verification;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code andiron.audit_event} as it is read, however odd. Arrays are not copied: nobody
 * else has them.
 *
 * @param xact number of its transaction
 * @param content the AuditEvent in UTF-8; null if it was erased
 * @param salt null if it was erased
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record StoredRow(
    UUID id,
    Instant recorded,
    long xact,
    byte @Nullable [] content,
    byte @Nullable [] salt,
    byte[] commitment,
    boolean foreign,
    @Nullable String requestId,
    @Nullable String patient,
    @Nullable String action,
    @Nullable String outcome,
    String type,
    List<String> agentNames,
    List<String> addresses,
    List<String> terms) {}
