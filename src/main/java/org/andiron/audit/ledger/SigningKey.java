package org.andiron.audit.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * The private key, Ed25519, with which the heads of a log are signed, and its public part.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8032">Ed25519, RFC 8032</a>
 */
public final class SigningKey {

  private final PrivateKey key;
  private final VerificationKey verificationKey;

  private SigningKey(PrivateKey key, VerificationKey verificationKey) {
    this.key = key;
    this.verificationKey = verificationKey;
  }

  /** A new one. */
  public static SigningKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new SigningKey(pair.getPrivate(), VerificationKey.of(pair.getPublic().getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Ed25519 is part of every Java", e);
    }
  }

  /**
   * Reads a key.
   *
   * @param encoded its PKCS #8 in DER
   * @param verificationKey its public part
   * @throws IllegalArgumentException if it is no private key of Ed25519, or the public part is that
   *     of another
   */
  public static SigningKey of(byte[] encoded, VerificationKey verificationKey) {
    SigningKey read;
    try {
      read =
          new SigningKey(
              KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)),
              verificationKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a private key of Ed25519", e);
    }
    byte[] probe = "andiron-key-probe-v1\n".getBytes(StandardCharsets.US_ASCII);
    if (!verificationKey.verifies(probe, read.signature(probe))) {
      throw new IllegalArgumentException("the public key is that of another private key");
    }
    return read;
  }

  /** Its PKCS #8 in DER; to be kept secret. */
  public byte[] encoded() {
    return key.getEncoded();
  }

  /** The public part. */
  public VerificationKey verificationKey() {
    return verificationKey;
  }

  /** Signs a head. */
  public SignedTreeHead sign(TreeHead head) {
    return new SignedTreeHead(head, verificationKey.id(), signature(head.encoded()));
  }

  private byte[] signature(byte[] message) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initSign(key);
      ed25519.update(message);
      return ed25519.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is part of every Java", e);
    }
  }
}
