package org.andiron.audit.siem;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.andiron.audit.delivery.Channel;
import org.andiron.audit.delivery.Endpoint;
import org.andiron.audit.delivery.Endpoint.Scheme;
import org.andiron.audit.delivery.ScheduledDeliveries;
import org.andiron.audit.delivery.SyslogSource;
import org.andiron.audit.delivery.Wires;
import org.andiron.audit.delivery.Wires.Manner;
import org.andiron.storage.migration.DatabaseMigration;
import org.apache.http.entity.ContentType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The export, if there is a target. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SiemProperties.class)
class SiemConfiguration {

  private static final ContentType LINES = ContentType.create("application/x-ndjson");

  /** The log is sealed about once in a second. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** What there is if there is a target. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("andiron.audit.siem.target")
  static class Export {

    @Bean
    SiemDelivery siemDelivery(
        SiemProperties settings, DataSource dataSource, DatabaseMigration migration, Wires wires) {
      migration.requireDone();
      JdbcTemplate jdbc = new JdbcTemplate(dataSource);
      Endpoint target = settings.endpoint().orElseThrow();
      return new SiemDelivery(
          new SealedEvents(jdbc),
          wires.open(
              SiemProperties.PREFIX,
              "target",
              target,
              LINES,
              new Manner(settings.authorization(), settings.sslBundle(), settings.awaitClose())),
          format(target),
          new Channel(jdbc, "siem"),
          settings.batchSize());
    }

    private static Function<SealedEvent, byte[]> format(Endpoint target) {
      if (!Scheme.SYSLOG.contains(target.scheme())) {
        return EventLine::bytes;
      }
      SyslogSource source = SyslogSource.ofThisServer();
      return event -> EventLine.syslog(event, source);
    }

    @Bean
    ScheduledDeliveries siemSchedule(SiemDelivery delivery) {
      return new ScheduledDeliveries(List.of(delivery), INTERVAL);
    }

    @Bean
    MeterBinder siemLag(SiemDelivery delivery) {
      return registry ->
          Gauge.builder("andiron.audit.siem.lag", delivery, SiemDelivery::lag)
              .baseUnit("records")
              .register(registry);
    }
  }
}
