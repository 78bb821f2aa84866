package org.andiron.security.authserver.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;

/**
 * A client as an administrator registers it: an id and a secret are made where they are missing.
 *
 * @param registration what was read
 * @param stored the metadata as they are kept, with a digest for the secret
 * @param secret the secret, to be told once, if the client has one
 */
record NewClient(ClientRegistration registration, ObjectNode stored, Optional<String> secret) {

  private static final int SECRET_BYTES = 32;

  /**
   * Completes and checks metadata.
   *
   * @throws InvalidClientMetadataException naming the first member at fault
   */
  static NewClient of(@Nullable JsonNode metadata) {
    if (!(metadata instanceof ObjectNode object)) {
      throw new InvalidClientMetadataException("client metadata", "must be a JSON object");
    }
    ObjectNode stored = object.deepCopy();
    if (!stored.has(ClientMetadata.CLIENT_ID)) {
      stored.put(ClientMetadata.CLIENT_ID, UUID.randomUUID().toString());
    }
    String method = stored.path("token_endpoint_auth_method").asText("client_secret_basic");
    if (method.startsWith("client_secret_")
        && !stored.has(ClientMetadata.SECRET)
        && !stored.has(ClientMetadata.SECRET_DIGEST)) {
      stored.put(
          ClientMetadata.SECRET,
          new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), SECRET_BYTES)
              .generateKey());
    }
    ClientRegistration registration = ClientMetadata.read(stored);
    Optional<String> secret =
        Optional.ofNullable(stored.remove(ClientMetadata.SECRET)).map(JsonNode::asText);
    registration
        .secretDigest()
        .ifPresent(digest -> stored.put(ClientMetadata.SECRET_DIGEST, digest));
    return new NewClient(registration, stored, secret);
  }
}
