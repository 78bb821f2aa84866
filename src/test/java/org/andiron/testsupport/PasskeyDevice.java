package org.andiron.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;

/**
 * A device with one passkey, and the script of the page that hands on what it makes. What it
 * answers is good; tests change it.
 *
 * @see <a href="https://www.w3.org/TR/webauthn-3/#sctn-attestation">Attestation, WebAuthn</a>
 */
public final class PasskeyDevice {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CBORFactory CBOR = new CBORFactory();

  private static final int USER_PRESENT = 0x01;
  private static final int USER_VERIFIED = 0x04;
  private static final int WITH_KEY = 0x40;
  private static final int COORDINATE = 32;

  private final String origin;
  private final byte[] id = new byte[COORDINATE];
  private final KeyPair keys;
  private String userHandle = "";
  private int user = USER_VERIFIED;
  private int uses;

  /**
   * @param origin of the page on which it is used
   */
  public PasskeyDevice(String origin) {
    this.origin = origin;
    new SecureRandom().nextBytes(id);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on it does not ask for a finger or a PIN. */
  public PasskeyDevice withoutUserVerification() {
    user = 0;
    return this;
  }

  /** The body that registers the passkey, for the options that the server gave. */
  public ObjectNode registration(JsonNode options) {
    userHandle = options.path("user").path("id").asText();
    ObjectNode body = JSON.createObjectNode();
    ObjectNode publicKey = body.putObject("publicKey").put("label", "Test device");
    ObjectNode credential = credential(publicKey.putObject("credential")).put("type", "public-key");
    ObjectNode response = credential.putObject("response");
    response.put("clientDataJSON", clientData("webauthn.create", options));
    response.put(
        "attestationObject", text(attestation(options.path("rp").path("id").asText(), WITH_KEY)));
    response.putArray("transports").add("internal");
    return body;
  }

  /** The body that signs in with the passkey, for the options that the server gave. */
  public ObjectNode assertion(JsonNode options) {
    ObjectNode credential = credential(JSON.createObjectNode()).put("credType", "public-key");
    String clientData = clientData("webauthn.get", options);
    byte[] authenticator = authenticatorData(options.path("rpId").asText(), 0);
    byte[] hash = sha256(Base64.getUrlDecoder().decode(clientData));
    credential
        .putObject("response")
        .put("clientDataJSON", clientData)
        .put("authenticatorData", text(authenticator))
        .put("signature", text(sign(authenticator, hash)))
        .put("userHandle", userHandle);
    return credential;
  }

  private ObjectNode credential(ObjectNode credential) {
    credential.put("id", text(id)).put("rawId", text(id));
    credential.putObject("clientExtensionResults");
    return credential.put("authenticatorAttachment", "platform");
  }

  private String clientData(String type, JsonNode options) {
    ObjectNode data = JSON.createObjectNode();
    data.put("type", type)
        .put("challenge", options.path("challenge").asText())
        .put("origin", origin)
        .put("crossOrigin", false);
    return text(data.toString().getBytes(StandardCharsets.UTF_8));
  }

  private byte[] authenticatorData(String relyingParty, int flags) {
    return ByteBuffer.allocate(COORDINATE + 1 + Integer.BYTES)
        .put(sha256(relyingParty.getBytes(StandardCharsets.UTF_8)))
        .put((byte) (USER_PRESENT | user | flags))
        .putInt(++uses)
        .array();
  }

  private byte[] attestation(String relyingParty, int flags) {
    byte[] key = publicKey();
    byte[] head = authenticatorData(relyingParty, flags);
    byte[] data =
        ByteBuffer.allocate(head.length + 2 * Long.BYTES + Short.BYTES + id.length + key.length)
            .put(head)
            // Of no known make.
            .putLong(0)
            .putLong(0)
            .putShort((short) id.length)
            .put(id)
            .put(key)
            .array();
    try {
      return new ObjectMapper(CBOR)
          .writeValueAsBytes(Map.of("fmt", "none", "attStmt", Map.of(), "authData", data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A key of the curve P-256 for ES256, as COSE writes it. */
  private byte[] publicKey() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CBORGenerator map = CBOR.createGenerator(bytes)) {
      map.writeStartObject(5);
      map.writeFieldId(1);
      map.writeNumber(2);
      map.writeFieldId(3);
      map.writeNumber(-7);
      map.writeFieldId(-1);
      map.writeNumber(1);
      map.writeFieldId(-2);
      map.writeBinary(coordinate(key.getW().getAffineX()));
      map.writeFieldId(-3);
      map.writeBinary(coordinate(key.getW().getAffineY()));
      map.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] signed = number.toByteArray();
    byte[] padded = new byte[COORDINATE];
    int length = Math.min(signed.length, COORDINATE);
    System.arraycopy(signed, signed.length - length, padded, COORDINATE - length, length);
    return padded;
  }

  private byte[] sign(byte[]... parts) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      for (byte[] part : parts) {
        signature.update(part);
      }
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
