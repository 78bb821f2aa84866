package org.andiron.storage.postgres;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The embedded database that runs in a directory, and the server on top of it: how the commands of
 * the jar find both. It is kept in {@code running.json}, for the owner's eyes only, and removed at
 * a clean stop.
 */
public final class RunningInstance {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final PostgresDirectory directory;
  private final ProcessIdentity postgres;
  private final String jdbcUrl;
  private final String user;
  private final @Nullable String serverUrl;
  private final @Nullable ProcessIdentity server;

  private RunningInstance(
      PostgresDirectory directory,
      ProcessIdentity postgres,
      String jdbcUrl,
      String user,
      @Nullable String serverUrl,
      @Nullable ProcessIdentity server) {
    this.directory = directory;
    this.postgres = postgres;
    this.jdbcUrl = jdbcUrl;
    this.user = user;
    this.serverUrl = serverUrl;
    this.server = server;
  }

  static RunningInstance of(
      PostgresDirectory directory, ProcessIdentity postgres, String jdbcUrl, String user) {
    return new RunningInstance(directory, postgres, jdbcUrl, user, null, null);
  }

  /**
   * The instance that runs in this directory. A record that outlived its PostgreSQL counts as none,
   * and one that outlived its server has no {@link #serverUrl()}, also if their process numbers are
   * in use again.
   *
   * @throws DatabaseUnavailableException if there is a record that may not be read
   */
  public static Optional<RunningInstance> find(Path directory) {
    Optional<PostgresDirectory> existing = PostgresDirectory.existing(directory);
    if (existing.isEmpty()) {
      return Optional.empty();
    }
    Path file = existing.get().runningRecord();
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
      ProcessIdentity server = process(json, "serverPid", "serverStarted");
      boolean serverRuns = server != null && server.isRunning();
      ProcessIdentity postgres = process(json, "pid", "started");
      if (postgres == null || !postgres.isRunning()) {
        return Optional.empty();
      }
      return Optional.of(
          new RunningInstance(
              existing.get(),
              postgres,
              json.required("jdbcUrl").asText(),
              json.required("user").asText(),
              serverRuns ? json.path("serverUrl").asText() : null,
              serverRuns ? server : null));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JacksonException | ClassCastException | IllegalArgumentException e) {
      // Not written by this version: whatever runs there cannot be used.
      return Optional.empty();
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "Cannot read "
              + file
              + " ("
              + PostgresDirectory.reason(e)
              + "); run the command as the user who runs the server.",
          e);
    }
  }

  /** Process of PostgreSQL. */
  public long pid() {
    return postgres.pid();
  }

  /** JDBC address of the database, without credentials. */
  public String jdbcUrl() {
    return jdbcUrl;
  }

  /** Role of the application. */
  public String user() {
    return user;
  }

  /**
   * Password of that role.
   *
   * @throws DatabaseUnavailableException if the password file is missing or may not be read
   */
  public String password() {
    return secret(directory.password());
  }

  /** The superuser, for maintenance. */
  public String superuser() {
    return PostgresCluster.SUPERUSER;
  }

  /**
   * Password of the superuser.
   *
   * @throws DatabaseUnavailableException if the password file is missing or may not be read
   */
  public String superuserPassword() {
    return secret(directory.maintenancePassword());
  }

  private String secret(Path file) {
    try {
      return directory
          .readSecret(file)
          .orElseThrow(
              () ->
                  new DatabaseUnavailableException(
                      file + " is missing; restart the server to have it back."));
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "Cannot read "
              + file
              + " ("
              + PostgresDirectory.reason(e)
              + "); run the command as the user who runs the server.",
          e);
    }
  }

  /** Base URL of the FHIR server, once it is up. */
  public Optional<String> serverUrl() {
    return Optional.ofNullable(serverUrl);
  }

  /** Process of the FHIR server, once it is up. */
  public Optional<Long> serverPid() {
    return Optional.ofNullable(server).map(ProcessIdentity::pid);
  }

  /** This instance, with this process as its server; recorded for others to find. */
  RunningInstance publishServer(String url) throws IOException {
    RunningInstance published =
        new RunningInstance(directory, postgres, jdbcUrl, user, url, ProcessIdentity.current());
    published.write();
    return published;
  }

  /** This instance after PostgreSQL was started anew. */
  RunningInstance withPostgres(ProcessIdentity restarted) throws IOException {
    RunningInstance renewed =
        new RunningInstance(directory, restarted, jdbcUrl, user, serverUrl, server);
    renewed.write();
    return renewed;
  }

  void write() throws IOException {
    ObjectNode json = JSON.createObjectNode();
    put(json, postgres, "pid", "started");
    json.put("jdbcUrl", jdbcUrl);
    json.put("user", user);
    if (serverUrl != null && server != null) {
      json.put("serverUrl", serverUrl);
      put(json, server, "serverPid", "serverStarted");
    }
    directory.writePrivately(directory.runningRecord(), json.toPrettyString() + "\n");
  }

  private static void put(
      ObjectNode json, ProcessIdentity process, String pidName, String startedName) {
    json.put(pidName, process.pid());
    Instant started = process.started();
    if (started != null) {
      json.put(startedName, started.toString());
    }
  }

  private static @Nullable ProcessIdentity process(
      ObjectNode json, String pidName, String startedName) {
    long pid = json.path(pidName).asLong();
    if (pid <= 0) {
      return null;
    }
    String started = json.path(startedName).asText();
    try {
      return new ProcessIdentity(pid, started.isEmpty() ? null : Instant.parse(started));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "RunningInstance[" + directory.path() + ", " + jdbcUrl + ", pid " + pid() + "]";
  }
}
