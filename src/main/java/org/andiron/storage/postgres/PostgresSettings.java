package org.andiron.storage.postgres;

import java.util.Locale;

/** The configuration files of the embedded cluster, written anew at each start. */
final class PostgresSettings {

  private PostgresSettings() {}

  static String postgresqlConf(
      EmbeddedPostgresProperties properties, int port, PostgresPlatform platform) {
    // On macOS a plain fsync stops at the drive's cache.
    String walSync = platform.isMac() ? "wal_sync_method = fsync_writethrough\n" : "";
    return String.format(
        Locale.ROOT,
        """
        # Written by Andiron at each start: changes made here are lost.
        # ALTER SYSTEM (as role postgres) survives and wins over this file.

        # Reachable from this machine only, and only with a password.
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        password_encryption = 'scram-sha-256'
        max_connections = %d

        # What was acknowledged is on the disk, whole, after kill -9 and power cuts.
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        %s
        # Fewer, larger checkpoints: fewer full-page images while loading, recovery stays short.
        checkpoint_timeout = 10min
        max_wal_size = 2GB

        # Memory: a share of a small machine; the operating system's cache does the rest.
        shared_buffers = %dMB
        effective_cache_size = %dMB
        work_mem = 16MB
        maintenance_work_mem = 128MB

        # Solid-state disks: a random read costs about as much as a sequential one.
        random_page_cost = 1.1

        # Queries are short: compiling them takes longer than running them.
        jit = off

        # Many searches run side by side: each keeps to one core, and leaves the others to the others.
        max_parallel_workers_per_gather = 0

        # After a bulk load the first searches need statistics of what is there now.
        autovacuum_naptime = 10s

        # Monthly partitions and wide transactions touch many tables, each needs a lock.
        max_locks_per_transaction = 256

        # A query whose server was killed is cancelled instead of running on.
        client_connection_check_interval = '10s'

        # No patient data in the log: failed statements are reported to the client alone
        # (level log leaves out errors and warnings), without details and parameters.
        log_min_messages = log
        log_min_error_statement = panic
        log_error_verbosity = terse
        log_statement = 'none'
        log_min_duration_statement = -1
        log_autovacuum_min_duration = -1
        log_lock_waits = off
        log_temp_files = -1
        log_checkpoints = off
        logging_collector = off
        log_line_prefix = '%%m [%%p] '

        # The same on every machine.
        timezone = 'UTC'
        log_timezone = 'UTC'
        datestyle = 'iso, mdy'
        lc_messages = 'C'
        lc_monetary = 'C'
        lc_numeric = 'C'
        lc_time = 'C'
        default_text_search_config = 'pg_catalog.english'
        """,
        port,
        properties.maxConnections(),
        walSync,
        properties.sharedBuffers().toMegabytes(),
        Math.max(512, 4 * properties.sharedBuffers().toMegabytes()));
  }

  static String pgHbaConf() {
    return """
    # Written by Andiron at each start: changes made here are lost.
    host all all 127.0.0.1/32 scram-sha-256
    """;
  }
}
