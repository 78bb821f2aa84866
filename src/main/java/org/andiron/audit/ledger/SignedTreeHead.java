package org.andiron.audit.ledger;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A head that the owner of a key vouches for. It says nothing until {@link
 * VerificationKey#verifies} says that it is true.
 *
 * @param head what is signed
 * @param keyId {@link VerificationKey#id() id} of the key, to find it by
 * @param signature Ed25519, 64 bytes
 */
public record SignedTreeHead(TreeHead head, Hash keyId, byte[] signature) {

  private static final int SIGNATURE_BYTES = 64;

  /**
   * @throws IllegalArgumentException if the signature does not have 64 bytes
   */
  public SignedTreeHead {
    if (signature.length != SIGNATURE_BYTES) {
      throw new IllegalArgumentException("a signature has 64 bytes, not " + signature.length);
    }
    signature = signature.clone();
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignedTreeHead that
        && head.equals(that.head)
        && keyId.equals(that.keyId)
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return Objects.hash(head, keyId, Arrays.hashCode(signature));
  }
}
