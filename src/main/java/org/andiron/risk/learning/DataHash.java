package org.andiron.risk.learning;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.ModelInput;
import org.jspecify.annotations.Nullable;

/**
 * A hash of a training set, by which the card of a model says of what it was learned. SHA-256 over
 * the names of the inputs and then the examples, in their order. Of an example come the patient,
 * the seconds and nanoseconds of the index time, the outcome, for each input what it is ({@code q},
 * {@code t}, {@code c}, or {@code -} if it is missing) and its value, and the subgroups by name.
 * Texts are in UTF-8 after their length in bytes; numbers are big-endian, doubles in IEEE 754.
 * Before a list stands how many there are.
 */
public final class DataHash {

  private final MessageDigest digest = sha256();
  private final DataOutputStream out =
      new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest));

  private DataHash() {}

  /** The hash in lower-case hexadecimal. */
  public static String of(TrainingSet set) {
    DataHash hash = new DataHash();
    try {
      hash.add(set);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing is written anywhere
    }
    return HexFormat.of().formatHex(hash.digest.digest());
  }

  private void add(TrainingSet set) throws IOException {
    out.writeInt(set.inputs().size());
    for (ModelInput input : set.inputs()) {
      add(input.name());
    }
    out.writeInt(set.examples().size());
    for (TrainingExample example : set.examples()) {
      add(example.patient());
      out.writeLong(example.index().getEpochSecond());
      out.writeInt(example.index().getNano());
      out.writeDouble(example.outcome());
      for (ModelInput input : set.inputs()) {
        add(example.inputs().values().get(input.name()));
      }
      out.writeInt(example.subgroups().size());
      for (Map.Entry<String, String> group : new TreeMap<>(example.subgroups()).entrySet()) {
        add(group.getKey());
        add(group.getValue());
      }
    }
    out.flush();
  }

  private void add(@Nullable FeatureValue value) throws IOException {
    if (value instanceof FeatureValue.Quantity quantity) {
      out.writeByte('q');
      out.writeDouble(quantity.value());
    } else if (value instanceof FeatureValue.Truth truth) {
      out.writeByte('t');
      out.writeBoolean(truth.value());
    } else if (value instanceof FeatureValue.Category category) {
      out.writeByte('c');
      add(category.code());
    } else {
      out.writeByte('-');
    }
  }

  private void add(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
