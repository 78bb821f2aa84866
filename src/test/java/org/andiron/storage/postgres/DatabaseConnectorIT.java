package org.andiron.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The embedded PostgreSQL plays the external one. */
@Timeout(120)
class DatabaseConnectorIT {

  private static final String SECRET = "s3cret-of-nobody";

  @TempDir private static Path temporary;
  private static EmbeddedPostgres server;

  @BeforeAll
  static void startServer() {
    server =
        EmbeddedPostgres.start(
            EmbeddedPostgresProperties.in(temporary.resolve("server")), line -> {});
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void opensAnExternalDatabase() {
    try (Database database = open(server.jdbcUrl(), server.user(), server.password())) {
      assertThat(database.description())
          .matches("PostgreSQL 18\\.\\d+ at 127\\.0\\.0\\.1:\\d+/andiron");
      assertThat(database.toString()).doesNotContain(server.password());
    }
  }

  @Test
  void keepsTheFhirTablesApartFromTheSchemaNamedLikeTheRole() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create schema andiron");
      statement.execute("create schema \"Other one\"");
      assertThat(searchPath("")).isEqualTo("public");
      assertThat(searchPath("?currentSchema=andiron,%22Other%20one%22,public"))
          .isEqualTo("\"Other one\", public");
      assertThat(
              refusal(
                  server.jdbcUrl() + "?currentSchema=andiron", server.user(), server.password()))
          .contains("may not create tables in any schema of its search path");
      statement.execute("drop schema \"Other one\"");
      statement.execute("drop schema andiron");
    }
  }

  @Test
  void tellsAWrongPassword() {
    assertThat(refusal(server.jdbcUrl(), "andiron", SECRET))
        .contains(server.jdbcUrl())
        .contains("wrong user or password; check ANDIRON_DB_USER and ANDIRON_DB_PASSWORD");
  }

  @Test
  void tellsAMissingPassword() {
    assertThat(refusal(server.jdbcUrl(), "andiron", null)).contains("set ANDIRON_DB_PASSWORD");
  }

  @Test
  void tellsAnUnknownDatabase() {
    assertThat(refusal(server.jdbcUrl() + "x", server.user(), server.password()))
        .contains("no database of that name");
  }

  @Test
  void tellsAnUnknownHost() {
    assertThat(refusal("jdbc:postgresql://no-such-host.invalid/andiron", "andiron", SECRET))
        .contains("there is no host of that name");
  }

  @Test
  void tellsARefusedPort() throws IOException {
    assertThat(
            refusal(
                "jdbc:postgresql://127.0.0.1:" + LocalPort.findFree() + "/d", "andiron", SECRET))
        .contains("nothing listens there");
  }

  @Test
  void tellsAnAddressThatIsNoAddress() {
    assertThat(refusal("jdbc:postgresql://h:port/d", "andiron", SECRET))
        .contains("check ANDIRON_DB_URL");
  }

  @Test
  void tellsAServerThatIsNoPostgres() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      Thread other = new Thread(() -> answerInHttp(socket));
      other.start();
      assertThat(
              refusal("jdbc:postgresql://127.0.0.1:" + socket.getLocalPort() + "/d", "a", SECRET))
          .contains("no PostgreSQL");
      socket.close();
      other.join();
    }
  }

  @Test
  void tellsAServerThatDoesNotAnswer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      assertThat(
              refusal("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/d", "a", SECRET))
          .contains("no answer within 1 s");
    }
  }

  @Test
  void tellsAServerWithoutTls() {
    assertThat(refusal(server.jdbcUrl() + "?sslmode=require", server.user(), server.password()))
        .contains("it has no TLS");
  }

  @Test
  void tellsMissingRights() throws Exception {
    String superuser = Files.readString(temporary.resolve("server/maintenance-password")).strip();
    try (Connection connection =
            DriverManager.getConnection(server.jdbcUrl(), "postgres", superuser);
        Statement statement = connection.createStatement()) {
      statement.execute("create role guest login password '" + SECRET + "'");
      assertThat(refusal(server.jdbcUrl(), "guest", SECRET)).contains("grant CONNECT");
      statement.execute("grant connect on database andiron to guest");
      assertThat(refusal(server.jdbcUrl(), "guest", SECRET))
          .contains("role guest may not create tables in schema public")
          .contains("docker/postgres/create-database.sql");
      statement.execute("grant create on schema public to guest");
      assertThat(refusal(server.jdbcUrl(), "guest", SECRET))
          .contains("may not create schema andiron");
      statement.execute("grant create on database andiron to guest");
      open(server.jdbcUrl(), "guest", SECRET).close();
    }
  }

  @Test
  void thePoolSurvivesTheDeathOfPostgres() {
    new ApplicationContextRunner()
        .withUserConfiguration(DatabaseConfiguration.class)
        .withPropertyValues(
            "andiron.storage.embedded.directory=" + temporary.resolve("pooled"),
            "andiron.storage.pool-size=3")
        .run(
            context -> {
              HikariDataSource pool = context.getBean(HikariDataSource.class);
              assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
              assertThat(applicationName(pool)).isEqualTo("andiron");
              long pid = PostmasterPidFile.read(temporary.resolve("pooled/cluster")).get().pid();
              ProcessHandle.of(pid).orElseThrow().destroyForcibly();
              await()
                  .atMost(Duration.ofSeconds(60))
                  .ignoreExceptions()
                  .until(() -> applicationName(pool).equals("andiron"));
            });
    assertThat(RunningInstance.find(temporary.resolve("pooled"))).isEmpty();
  }

  private static String applicationName(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("show application_name")) {
      result.next();
      return result.getString(1);
    }
  }

  private static String searchPath(String parameters) {
    try (Database database =
        open(server.jdbcUrl() + parameters, server.user(), server.password())) {
      return database.searchPath();
    }
  }

  private static Database open(String url, String user, String password) {
    return DatabaseConnector.open(
        new DatabaseProperties(url, user, password, Duration.ofSeconds(1)),
        EmbeddedPostgresProperties.in(temporary.resolve("unused")),
        line -> {});
  }

  private static String refusal(String url, String user, String password) {
    DatabaseUnavailableException refused =
        catchThrowableOfType(
            DatabaseUnavailableException.class, () -> open(url, user, password).close());
    assertThat(refused).isNotNull();
    assertThat(refused.getMessage()).doesNotContain("\n").doesNotContain(SECRET);
    return refused.getMessage();
  }

  private static void answerInHttp(ServerSocket socket) {
    try {
      while (true) {
        try (Socket client = socket.accept()) {
          client.getInputStream().read();
          client
              .getOutputStream()
              .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // The test is over.
      assertThat(socket.isClosed()).isTrue();
    }
  }
}
