package org.andiron.security.authserver.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;

/**
 * A client as an administrator registers or changes it: an id and a secret are made where they are
 * missing.
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
    if (hasSecret(stored)
        && !stored.has(ClientMetadata.SECRET)
        && !stored.has(ClientMetadata.SECRET_DIGEST)) {
      stored.put(ClientMetadata.SECRET, newSecret());
    }
    return checked(stored);
  }

  /**
   * Other metadata of the same client. A secret stays what it is if none is given and it still has
   * one.
   *
   * @throws InvalidClientMetadataException naming the first member at fault
   */
  static NewClient inPlaceOf(JsonNode present, @Nullable JsonNode metadata) {
    if (!(metadata instanceof ObjectNode object)) {
      throw new InvalidClientMetadataException("client metadata", "must be a JSON object");
    }
    ObjectNode stored = object.deepCopy();
    JsonNode id = present.path(ClientMetadata.CLIENT_ID);
    if (!stored.path(ClientMetadata.CLIENT_ID).equals(id) && stored.has(ClientMetadata.CLIENT_ID)) {
      throw new InvalidClientMetadataException(
          ClientMetadata.CLIENT_ID, "is that of the path, and cannot be changed");
    }
    stored.set(ClientMetadata.CLIENT_ID, id);
    if (hasSecret(stored)
        && !stored.has(ClientMetadata.SECRET)
        && !stored.has(ClientMetadata.SECRET_DIGEST)
        && present.has(ClientMetadata.SECRET_DIGEST)) {
      stored.set(ClientMetadata.SECRET_DIGEST, present.get(ClientMetadata.SECRET_DIGEST));
    }
    return of(stored);
  }

  /**
   * The same client with another secret.
   *
   * @throws InvalidClientMetadataException if it has none
   */
  static NewClient withNewSecret(JsonNode present) {
    ObjectNode stored = present.deepCopy();
    if (!hasSecret(stored)) {
      throw new InvalidClientMetadataException(
          "token_endpoint_auth_method", "the client has no secret: it is not client_secret_*");
    }
    stored.remove(ClientMetadata.SECRET_DIGEST);
    return of(stored);
  }

  private static boolean hasSecret(JsonNode metadata) {
    return metadata
        .path("token_endpoint_auth_method")
        .asText("client_secret_basic")
        .startsWith("client_secret_");
  }

  private static String newSecret() {
    return new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), SECRET_BYTES)
        .generateKey();
  }

  private static NewClient checked(ObjectNode stored) {
    ClientRegistration registration = ClientMetadata.read(stored);
    Optional<String> secret =
        Optional.ofNullable(stored.remove(ClientMetadata.SECRET)).map(JsonNode::asText);
    registration
        .secretDigest()
        .ifPresent(digest -> stored.put(ClientMetadata.SECRET_DIGEST, digest));
    return new NewClient(registration, stored, secret);
  }
}
