package org.andiron.audit.anchor;

import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.andiron.audit.delivery.Channel;
import org.andiron.audit.delivery.Endpoint;
import org.andiron.audit.delivery.ScheduledDeliveries;
import org.andiron.audit.delivery.SyslogMessage;
import org.andiron.audit.delivery.SyslogSource;
import org.andiron.audit.delivery.Wires;
import org.andiron.audit.delivery.Wires.Manner;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.SignedTreeHeadJson;
import org.andiron.audit.sealer.SealedHead;
import org.andiron.server.egress.EgressPolicy;
import org.andiron.startup.StartupRefusedException;
import org.andiron.storage.migration.DatabaseMigration;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** The anchors that are set. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AnchorProperties.class)
class AnchorConfiguration {

  private static final int NOTICE = 5;

  @Bean
  AnchorDeliveries anchorDeliveries(
      AnchorProperties settings,
      DataSource dataSource,
      DatabaseMigration migration,
      Wires wires,
      EgressPolicy egress,
      CloseableHttpClient egressHttpClient) {
    migration.requireDone();
    JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    List<Anchor> anchors = new ArrayList<>();
    Path file = settings.file();
    if (file != null) {
      anchors.add(new FileAnchor(file));
    }
    settings.syslogEndpoint().ifPresent(it -> anchors.add(syslog(it, settings, wires)));
    settings.httpEndpoint().ifPresent(it -> anchors.add(http(it, settings, wires)));
    settings
        .timeStampEndpoint()
        .ifPresent(
            it -> {
              it.require(AnchorProperties.PREFIX + ".time-stamp", egress);
              anchors.add(
                  new TimeStampAnchor(
                      new TimeStampExchange(egressHttpClient, it.uri()),
                      check(settings),
                      new TimeStamps(jdbc),
                      Clock.systemUTC()));
            });
    SealedHeads heads = () -> newest(jdbc);
    return new AnchorDeliveries(
        anchors.stream()
            .map(it -> new AnchorDelivery(heads, it, new Channel(jdbc, "anchor-" + it.kind())))
            .toList());
  }

  private static Optional<SignedTreeHead> newest(JdbcTemplate jdbc) {
    return jdbc.execute(
        (ConnectionCallback<Optional<SignedTreeHead>>)
            connection -> SealedHead.last(connection).map(SealedHead::signed));
  }

  private static Anchor syslog(Endpoint endpoint, AnchorProperties settings, Wires wires) {
    SyslogSource source = SyslogSource.ofThisServer();
    return new WireAnchor(
        "syslog",
        wires.open(
            AnchorProperties.PREFIX,
            "syslog",
            endpoint,
            ContentType.APPLICATION_JSON,
            new Manner(null, settings.sslBundle(), settings.awaitClose())),
        head ->
            new SyslogMessage(
                    NOTICE,
                    head.head().time(),
                    source,
                    "AUDIT-HEAD",
                    SignedTreeHeadJson.encode(head))
                .encoded());
  }

  private static Anchor http(Endpoint endpoint, AnchorProperties settings, Wires wires) {
    return new WireAnchor(
        "http",
        wires.open(
            AnchorProperties.PREFIX,
            "http",
            endpoint,
            ContentType.APPLICATION_JSON,
            new Manner(settings.httpAuthorization(), null, true)),
        head -> SignedTreeHeadJson.encode(head).getBytes(StandardCharsets.UTF_8));
  }

  private static TimeStampCheck check(AnchorProperties settings) {
    Path certificates = Objects.requireNonNull(settings.timeStampCertificates());
    try {
      return TimeStampCheck.trusting(certificates);
    } catch (IOException e) {
      throw new StartupRefusedException(
          AnchorProperties.PREFIX
              + ".time-stamp-certificates: "
              + certificates
              + " cannot be used: "
              + e.getMessage(),
          e);
    }
  }

  @Bean
  ScheduledDeliveries anchorSchedule(AnchorDeliveries deliveries, AnchorProperties settings) {
    return new ScheduledDeliveries(List.copyOf(deliveries.all()), settings.interval());
  }

  @Bean
  MeterBinder anchorLag(AnchorDeliveries deliveries) {
    return registry ->
        deliveries
            .all()
            .forEach(
                it ->
                    TimeGauge.builder(
                            "andiron.audit.anchor.lag",
                            it,
                            TimeUnit.MILLISECONDS,
                            delivery -> delivery.lag().toMillis())
                        .tag("anchor", it.kind())
                        .register(registry));
  }
}
