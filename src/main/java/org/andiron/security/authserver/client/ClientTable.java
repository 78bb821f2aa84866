package org.andiron.security.authserver.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcOperations;

/** The clients that administrators registered, in the table {@code andiron.app_client}. */
final class ClientTable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JdbcOperations jdbc;

  ClientTable(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  Optional<ClientRegistration> find(String clientId) {
    return metadata(clientId).map(ClientMetadata::read);
  }

  /** The metadata of a client. */
  Optional<JsonNode> metadata(String clientId) {
    if (clientId.indexOf('\0') >= 0) {
      // Nothing of that name can be in the table, and PostgreSQL refuses to compare it.
      return Optional.empty();
    }
    return jdbc
        .queryForList(
            "select registration from andiron.app_client where client_id = ?",
            String.class,
            clientId)
        .stream()
        .findFirst()
        .map(ClientTable::parse);
  }

  /** The metadata of all. */
  List<JsonNode> all() {
    return jdbc
        .queryForList(
            "select registration from andiron.app_client order by client_id", String.class)
        .stream()
        .map(ClientTable::parse)
        .toList();
  }

  /** Adds a client; false if there is one of that id. */
  boolean insert(String clientId, JsonNode metadata, String createdBy) {
    return jdbc.update(
            "insert into andiron.app_client (client_id, registration, created_by) values (?, ?, ?)"
                + " on conflict do nothing",
            clientId,
            metadata.toString(),
            createdBy)
        == 1;
  }

  /** Changes a client; false if there is none of that id. What users allowed it stays. */
  boolean update(String clientId, JsonNode metadata) {
    return jdbc.update(
            "update andiron.app_client set registration = ? where client_id = ?",
            metadata.toString(),
            clientId)
        == 1;
  }

  /** Deletes a client and ends what users allowed it; false if there is none of that id. */
  boolean delete(String clientId) {
    // In this order, so that what is granted meanwhile is granted before the second statement.
    boolean deleted =
        jdbc.update("delete from andiron.app_client where client_id = ?", clientId) == 1;
    jdbc.update(
        "update andiron.app_authorization set revoked_at = now(), version = version + 1"
            + " where client_id = ? and revoked_at is null",
        clientId);
    return deleted;
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row of andiron.app_client is damaged", e);
    }
  }
}
