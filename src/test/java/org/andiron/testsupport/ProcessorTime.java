package org.andiron.testsupport;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Processor time used until now, in nanoseconds: what else runs on the machine changes it little.
 */
public final class ProcessorTime {

  private ProcessorTime() {}

  /** Of this JVM: client and server. */
  public static long ofJava() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Of all sessions of the database that there are. */
  public static long ofSessions(JdbcOperations jdbc) {
    return jdbc
        .queryForList(
            "select pid from pg_stat_activity where backend_type = 'client backend'", Long.class)
        .stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .flatMap(it -> it.info().totalCpuDuration().stream())
        .mapToLong(Duration::toNanos)
        .sum();
  }
}
