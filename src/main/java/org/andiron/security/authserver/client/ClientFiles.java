package org.andiron.security.authserver.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.ConfigurationFolder;
import org.andiron.storage.config.LocatedJson;
import org.andiron.storage.config.LocatedJson.Member;
import org.andiron.storage.config.LocatedJson.ObjectValue;
import org.andiron.storage.config.LocatedJson.Place;

/** The clients of {@code fhir-config/clients/*.json}, one in each file. */
final class ClientFiles {

  private static final ObjectMapper JSON = new ObjectMapper();

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
    LocatedJson document = LocatedJson.parse(path, content);
    try {
      return ClientMetadata.read(JSON.readTree(content));
    } catch (InvalidClientMetadataException e) {
      Place place = placeOf(e.member(), document);
      throw new ConfigurationFileException(
          path, place.line(), place.column(), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new ConfigurationFileException(path, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Where the name of a member is; the beginning if it is missing. */
  private static Place placeOf(String member, LocatedJson document) {
    Member found = document instanceof ObjectValue object ? object.members().get(member) : null;
    return found == null ? document.at() : found.nameAt();
  }
}
