package org.andiron.audit.ledger;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The public key, Ed25519, by which anybody checks the heads of a log.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8410">Ed25519 in X.509, RFC 8410</a>
 */
public final class VerificationKey {

  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

  /** Every SubjectPublicKeyInfo of Ed25519 has this length: a key has one id. */
  private static final int ENCODED_BYTES = 44;

  private final PublicKey key;
  private final Hash id;

  private VerificationKey(PublicKey key) {
    this.key = key;
    this.id = Hash.ofBytes(key.getEncoded());
  }

  /**
   * Reads a key.
   *
   * @param encoded its SubjectPublicKeyInfo in DER
   * @throws IllegalArgumentException if it is no public key of Ed25519
   */
  public static VerificationKey of(byte[] encoded) {
    if (encoded.length != ENCODED_BYTES) {
      throw new IllegalArgumentException("not a public key of Ed25519");
    }
    try {
      return new VerificationKey(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a public key of Ed25519", e);
    }
  }

  /**
   * Reads a key from text.
   *
   * @throws IllegalArgumentException if it is not a public key of Ed25519 in PEM and nothing else
   */
  public static VerificationKey ofPem(String pem) {
    Matcher matcher = PEM.matcher(pem);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not one public key in PEM");
    }
    return of(Base64.getMimeDecoder().decode(matcher.group(1)));
  }

  /** Its SubjectPublicKeyInfo in DER. */
  public byte[] encoded() {
    return key.getEncoded();
  }

  /** The key as text, as other software reads it. */
  public String pem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getEncoder().encodeToString(encoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** SHA-256 of {@link #encoded()}. */
  public Hash id() {
    return id;
  }

  /** Whether this key signed the head as it is. */
  public boolean verifies(SignedTreeHead signed) {
    return id.equals(signed.keyId()) && verifies(signed.head().encoded(), signed.signature());
  }

  /** Whether this key made a signature. */
  boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(key);
      ed25519.update(message);
      return ed25519.verify(signature);
    } catch (SignatureException e) {
      // Its number is out of range, or its point is not on the curve.
      return false;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Ed25519 is part of every Java", e);
    }
  }
}
