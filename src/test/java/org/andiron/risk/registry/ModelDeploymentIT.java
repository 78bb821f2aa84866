package org.andiron.risk.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.NetworkAddress;
import org.andiron.audit.event.Requester;
import org.andiron.audit.event.ServerNode;
import org.andiron.risk.PackageReader;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.registry.RegistryRefusedException.Reason;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.ConfigurationFolder;
import org.andiron.storage.postgres.DatabaseConfiguration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The registry in a PostgreSQL that is migrated, with a folder of one model. */
@Timeout(180)
class ModelDeploymentIT {

  private static final Path SHIPPED = Path.of("fhir-config", "risk-models");
  private static final ModelKey QSOFA = new ModelKey("qsofa", "1.0.0");
  private static final ModelKey NEXT = new ModelKey("qsofa", "1.1.0");
  private static final Requester ADMINISTRATOR = Requester.unknown(NetworkAddress.ip("192.0.2.1"));

  @TempDir private static Path database;
  private static AnnotationConfigApplicationContext context;
  private static DataSource dataSource;
  private static JdbcTemplate jdbc;
  private static PackageReader reader;

  @TempDir private Path root;
  private final AuditTrail trail = mock();
  private final List<AuditedEvent> recorded = new ArrayList<>();
  private Path model;
  private Node node;

  /** What one server has. */
  private record Node(ModelRegistry registry, ModelDeployment deployment) {

    ModelState state(ModelKey key) {
      return registry.current().versions(key.id()).stream()
          .filter(it -> it.key().equals(key))
          .findFirst()
          .orElseThrow()
          .state();
    }
  }

  @BeforeAll
  static void migrate() {
    context = new AnnotationConfigApplicationContext();
    TestPropertyValues.of("andiron.storage.embedded.directory=" + database.resolve("data"))
        .applyTo(context);
    context.register(DatabaseConfiguration.class);
    context.scan("org.andiron.storage.migration");
    context.refresh();
    dataSource = context.getBean(DataSource.class);
    jdbc = new JdbcTemplate(dataSource);
    reader = new PackageReader(new UnitConverter(), FhirContext.forR4Cached().newFhirPath());
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @BeforeEach
  void empty() throws IOException {
    jdbc.execute(
        """
        do $$
        declare name text;
        begin
          foreach name in array array['risk_transition', 'risk_model', 'risk_file'] loop
            execute format('alter table andiron.%I disable trigger andiron_only_grows', name);
            execute format('delete from andiron.%I', name);
            execute format('alter table andiron.%I enable always trigger andiron_only_grows', name);
          end loop;
        end $$
        """);
    when(trail.requester()).thenReturn(ADMINISTRATOR);
    when(trail.event(any(), any()))
        .thenAnswer(
            it ->
                AuditedEvent.of(
                    it.getArgument(0),
                    Instant.EPOCH,
                    new ServerNode(URI.create("http://localhost/fhir"), "test", "site"),
                    it.getArgument(1)));
    doAnswer(it -> recorded.add(it.getArgument(0))).when(trail).record(any());
    copy(SHIPPED, root.resolve("risk-models"));
    copy(SHIPPED.resolve("code-sets"), root.resolve("risk-models/code-sets"));
    model = root.resolve("risk-models/qsofa");
    copy(SHIPPED.resolve("qsofa"), model);
    node = node();
    node.deployment().install();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private Node node(String... pins) {
    RegistryStore store = new RegistryStore(jdbc);
    StoredPackages packages = new StoredPackages(reader, store);
    PinnedDigests pinned = PinnedDigests.of(List.of(pins));
    ModelRegistry registry = new ModelRegistry(store, packages, pinned);
    return new Node(
        registry,
        new ModelDeployment(
            registry,
            store,
            packages,
            reader,
            () -> ConfigurationFolder.open(root),
            pinned,
            new TransactionTemplate(new DataSourceTransactionManager(dataSource)),
            trail));
  }

  /** The files of the model as another version. */
  private Map<String, byte[]> next() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : List.of("model.json", "equation.json", "features.json")) {
      String text = Files.readString(SHIPPED.resolve("qsofa").resolve(name));
      files.put(name, text.replace("\"1.0.0\"", "\"1.1.0\"").getBytes());
    }
    return files;
  }

  private void change(String file, String from, String to) throws IOException {
    String before = Files.readString(model.resolve(file));
    assertThat(before).contains(from);
    Files.writeString(model.resolve(file), before.replace(from, to));
  }

  private static void refused(Reason reason, String message, ThrowingCallable call) {
    assertThatExceptionOfType(RegistryRefusedException.class)
        .isThrownBy(call)
        .withMessageContaining(message)
        .satisfies(it -> assertThat(it.reason()).isEqualTo(reason));
  }

  @Test
  void theFolderIsInstalledOnce() {
    RegisteredModels models = node.registry().current();
    assertThat(models.champion("qsofa").orElseThrow().installed().id()).isEqualTo("qsofa");
    assertThat(models.champions()).hasSize(1);
    assertThat(node().deployment().install()).isEmpty();
    assertThat(recorded)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.kind()).isEqualTo(EventKind.CONFIGURATION_CHANGE);
              assertThat(it.requester()).isEqualTo(Requester.SERVER);
              assertThat(it.data().orElseThrow().name()).isEqualTo("risk model qsofa 1.0.0");
              assertThat(it.data().orElseThrow().details())
                  .containsEntry("action", "install")
                  .containsEntry("state", "champion");
            });
  }

  @Test
  void aVersionIsDeployedPromotedAndRolledBack() throws IOException {
    node.deployment().deploy("qsofa", next(), ModelState.CHALLENGER, "trial");
    assertThat(node.registry().current().beside("qsofa"))
        .extracting(RegisteredModel::key)
        .containsExactly(NEXT);
    assertThat(node.registry().current().find("qsofa").orElseThrow().key()).isEqualTo(QSOFA);
    assertThat(node.registry().current().find("qsofa", "1.1.0")).isPresent();

    node.deployment().change(NEXT, ModelAction.PROMOTE, "better");
    assertThat(node.registry().current().find("qsofa").orElseThrow().key()).isEqualTo(NEXT);

    node.deployment().rollback("qsofa", "worse after all");
    assertThat(node.registry().current().find("qsofa").orElseThrow().key()).isEqualTo(QSOFA);
    assertThat(node.registry().current().find("qsofa", "1.1.0")).isEmpty();
    assertThat(node.deployment().history("qsofa"))
        .extracting(it -> it.step().action().code() + ' ' + it.reason())
        .containsExactly(
            "install fhir-config/risk-models at start",
            "deploy trial",
            "demote better",
            "promote better",
            "rollback worse after all",
            "reinstate worse after all");
    assertThat(recorded).hasSize(6);
  }

  @Test
  void aShadowIsNotFoundByWhoAsksForIt() throws IOException {
    node.deployment().deploy("qsofa", next(), ModelState.SHADOW, "quietly");
    assertThat(node.registry().current().find("qsofa", "1.1.0")).isEmpty();
    assertThat(node.registry().current().enabled())
        .extracting(RegisteredModel::key)
        .containsExactly(QSOFA);
    assertThat(node.registry().current().shadows("qsofa")).hasSize(1);
  }

  @Test
  void anotherNodeSeesItWithItsPackage() throws IOException {
    Node other = node();
    other.deployment().install();
    node.deployment().deploy("qsofa", next(), ModelState.CHALLENGER, "trial");
    assertThat(other.registry().current().versions("qsofa")).hasSize(1);
    other.registry().refresh();
    RegisteredModel seen = other.registry().current().find("qsofa", "1.1.0").orElseThrow();
    assertThat(seen.installed().content().digest()).isEqualTo(seen.status().digest());
    assertThat(seen.installed().features().feature("respiratory-rate")).isPresent();
  }

  @Test
  void theScheduleLooksForWhatOtherNodesDo() throws IOException {
    Node other = node();
    RegistryLifecycle lifecycle = new RegistryLifecycle(other.registry(), other.deployment());
    lifecycle.start();
    try {
      node.deployment().deploy("qsofa", next(), ModelState.CHALLENGER, "trial");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> other.registry().current().find("qsofa", "1.1.0").isPresent());
    } finally {
      lifecycle.stop();
    }
    assertThat(lifecycle.isRunning()).isFalse();
  }

  @Test
  void reloadSaysWhatChanged() throws IOException {
    assertThat(node.deployment().reload("look")).isEmpty();
    String old = node.registry().current().find("qsofa").orElseThrow().status().digest();
    change("model.json", "\"1.0.0\"", "\"1.1.0\"");
    assertThat(node.deployment().reload("update"))
        .extracting(it -> it.step().action() + " " + it.step().model())
        .containsExactly("DEMOTE qsofa|1.0.0", "INSTALL qsofa|1.1.0");
    assertThat(node.registry().packageOf(old).orElseThrow().content().digest()).isEqualTo(old);
    assertThat(node().registry().packageOf(old)).isPresent();
    assertThat(node.registry().packageOf("0".repeat(64))).isEmpty();
  }

  @Test
  void aBrokenFolderChangesNothing() throws IOException {
    change("model.json", "\"1.0.0\"", "\"1.1.0\"");
    Files.writeString(model.resolve("equation.json"), "{");
    refused(Reason.PACKAGE, "risk-models/qsofa/equation.json", () -> node.deployment().reload("x"));
    assertThat(node.state(QSOFA)).isEqualTo(ModelState.CHAMPION);
    assertThat(node.registry().current().versions("qsofa")).hasSize(1);
    assertThatExceptionOfType(ConfigurationFileException.class).isThrownBy(this::node);
  }

  @Test
  void whatModelsShareIsPartOfThePackage() throws IOException {
    Path shared = root.resolve("risk-models/features.json");
    Files.writeString(shared, Files.readString(shared) + "\n");
    assertThat(node.deployment().reload("shared"))
        .extracting(it -> it.step().action())
        .containsExactly(ModelAction.REPLACE);
    Node other = node();
    other.registry().refresh();
    assertThat(other.registry().current().champion("qsofa")).isPresent();
  }

  @Test
  void anotherPackageThanThePinnedIsRefused() throws IOException {
    String digest = node.registry().current().find("qsofa").orElseThrow().status().digest();
    Node pinned = node("qsofa=" + digest);
    pinned.deployment().install();
    pinned.registry().refresh();
    assertThat(pinned.registry().current().champion("qsofa")).isPresent();
    refused(
        Reason.PINNED,
        "andiron.risk.pinned-digests",
        () -> pinned.deployment().deploy("qsofa", next(), ModelState.SHADOW, "trial"));
    node.deployment().deploy("qsofa", next(), ModelState.CHALLENGER, "without pins");
    pinned.registry().refresh();
    assertThat(pinned.registry().current().find("qsofa", "1.1.0")).isEmpty();
    refused(
        Reason.STATE,
        "pinned-digests",
        () -> pinned.deployment().change(NEXT, ModelAction.PROMOTE, "no"));
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> node("qsofa=" + "0".repeat(64)))
        .withMessageContaining("risk-models/qsofa")
        .withMessageContaining(digest);
  }

  @Test
  void whatIsBrokenIsNotDeployed() throws IOException {
    Map<String, byte[]> files = next();
    files.remove("equation.json");
    refused(
        Reason.PACKAGE,
        "equation.json: is missing",
        () -> node.deployment().deploy("qsofa", files, ModelState.SHADOW, "x"));
    refused(
        Reason.PACKAGE,
        "folder is other",
        () -> node.deployment().deploy("other", next(), ModelState.SHADOW, "x"));
    refused(
        Reason.PACKAGE,
        "lower-case",
        () -> node.deployment().deploy("../etc", next(), ModelState.SHADOW, "x"));
    Map<String, byte[]> climbing = next();
    climbing.put("../features.json", new byte[0]);
    refused(
        Reason.PACKAGE,
        "without a folder",
        () -> node.deployment().deploy("qsofa", climbing, ModelState.SHADOW, "x"));
    refused(
        Reason.STATE,
        "Say why",
        () -> node.deployment().deploy("qsofa", next(), ModelState.SHADOW, " "));
    assertThat(node.registry().current().versions("qsofa")).hasSize(1);
  }

  @Test
  void whatCannotBeRecordedIsNotDone() {
    doThrow(new IllegalStateException("the log is full")).when(trail).record(any());
    assertThatThrownBy(() -> node.deployment().change(QSOFA, ModelAction.DISABLE, "not recorded"))
        .hasMessage("the log is full");
    node.registry().refresh();
    assertThat(node.state(QSOFA)).isEqualTo(ModelState.CHAMPION);
  }

  @Test
  void whatWasChangedInTheDatabaseIsNotUsed() {
    jdbc.execute("alter table andiron.risk_file disable trigger andiron_only_grows");
    jdbc.update("update andiron.risk_file set content = content || '\\x0a'::bytea");
    jdbc.execute("alter table andiron.risk_file enable always trigger andiron_only_grows");
    Node other = node();
    other.registry().refresh();
    assertThat(other.registry().current().champion("qsofa")).isEmpty();
    assertThat(other.registry().current().versions("qsofa"))
        .singleElement()
        .satisfies(it -> assertThat(it.problem()).contains("not those of its digest"));
  }

  @Test
  void historyIsNotRewritten() {
    for (String change :
        List.of(
            "update andiron.risk_transition set reason = 'other'",
            "delete from andiron.risk_transition",
            "truncate andiron.risk_transition",
            "delete from andiron.risk_model",
            "update andiron.risk_file set content = ''")) {
      assertThatExceptionOfType(DataAccessException.class)
          .isThrownBy(() -> jdbc.execute(change))
          .withMessageContaining("only grows");
    }
  }

  @Test
  void ofTwoWhoDecideAtOnceOneIsTooLate() throws Exception {
    node.deployment().deploy("qsofa", next(), ModelState.CHALLENGER, "trial");
    Node other = node();
    other.registry().refresh();
    CountDownLatch begin = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<Boolean>> done = new ArrayList<>();
    for (Node one : List.of(node, other)) {
      done.add(
          threads.submit(
              () -> {
                begin.await();
                try {
                  one.deployment().change(NEXT, ModelAction.PROMOTE, "now");
                  return true;
                } catch (RegistryRefusedException e) {
                  return false;
                }
              }));
    }
    begin.countDown();
    int made = 0;
    for (Future<Boolean> one : done) {
      made += one.get() ? 1 : 0;
    }
    threads.shutdown();
    assertThat(made).isEqualTo(1);
    node.registry().refresh();
    assertThat(node.state(NEXT)).isEqualTo(ModelState.CHAMPION);
    assertThat(node.state(QSOFA)).isEqualTo(ModelState.ENABLED);
  }
}
