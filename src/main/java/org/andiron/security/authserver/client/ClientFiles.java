package org.andiron.security.authserver.client;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.ConfigurationFolder;

/** The clients of {@code fhir-config/clients/*.json}, one in each file. */
final class ClientFiles {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ClientFiles() {}

  /**
   * Reads all files.
   *
   * @throws ConfigurationFileException if one is wrong, or two have the same client
   */
  static Map<String, ClientRegistration> read(ConfigurationFolder folder) {
    Map<String, ClientRegistration> clients = new LinkedHashMap<>();
    for (ConfigurationFile file : folder.files("clients")) {
      ClientRegistration client = read(file.path(), file.read());
      if (clients.put(client.clientId(), client) != null) {
        throw new ConfigurationFileException(
            file.path(), "another file has the client_id \"" + client.clientId() + "\" as well");
      }
    }
    return clients;
  }

  static ClientRegistration read(String path, byte[] content) {
    try {
      return ClientMetadata.read(JSON.readTree(content));
    } catch (InvalidClientMetadataException e) {
      JsonLocation place = placeOf(e.member(), content);
      throw new ConfigurationFileException(
          path, place.getLineNr(), place.getColumnNr(), String.valueOf(e.getMessage()), e);
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
      throw new ConfigurationFileException(
          path,
          Math.max(place.getLineNr(), 0),
          Math.max(place.getColumnNr(), 0),
          "not valid JSON: " + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new ConfigurationFileException(path, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Where the name of a member is; the beginning if it is missing. */
  private static JsonLocation placeOf(String member, byte[] content) {
    JsonLocation beginning = new JsonLocation(null, 0, 1, 1);
    try (JsonParser parser = JSON.createParser(content)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME
            && member.equals(parser.currentName())
            && parser.getParsingContext().getParent().inRoot()) {
          return parser.currentTokenLocation();
        }
      }
      return beginning;
    } catch (IOException e) {
      return beginning;
    }
  }
}
