package org.andiron.risk.assessment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.FeatureVector;

/**
 * A hash of what a model was given. SHA-256 over the digest of the model, then for each input in
 * the order of their names its name and its value: {@code quantity} with the bits of the number in
 * hexadecimal, {@code truth}, or {@code category} with the code. Each text is in UTF-8, after its
 * length as a 32-bit number with the highest byte first.
 */
final class InputHash {

  private InputHash() {}

  /** The hash in lower-case hexadecimal. */
  static String of(FeatureVector inputs, String modelDigest) {
    MessageDigest digest = sha256();
    update(digest, modelDigest);
    for (Map.Entry<String, FeatureValue> input : new TreeMap<>(inputs.values()).entrySet()) {
      update(digest, input.getKey());
      update(digest, canonical(input.getValue()));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String canonical(FeatureValue value) {
    if (value instanceof Quantity quantity) {
      return "quantity " + Long.toHexString(Double.doubleToLongBits(quantity.value()));
    }
    return value instanceof Truth truth
        ? "truth " + truth.value()
        : "category " + ((Category) value).code();
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
