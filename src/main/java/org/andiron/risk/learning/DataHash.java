package org.andiron.risk.learning;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;
import org.andiron.risk.model.ModelInput;

/**
 * What a training set is known by: SHA-256 of its inputs and examples in their order, written as
 * Java writes numbers and texts.
 *
 * @see DataOutputStream
 */
final class DataHash {

  private DataHash() {}

  /** In lower-case hexadecimal. */
  static String of(TrainingSet set) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      DataOutputStream out =
          new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      out.writeInt(set.inputs().size());
      for (ModelInput input : set.inputs()) {
        out.writeUTF(input.name());
        out.writeUTF(input.kind().code());
        out.writeUTF(input.unit().orElse(""));
        out.writeUTF(input.range() + input.categories().toString() + input.assumption());
      }
      out.writeInt(set.examples().size());
      for (TrainingExample example : set.examples()) {
        write(out, example);
      }
      out.flush();
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  private static void write(DataOutputStream out, TrainingExample example) throws IOException {
    out.writeUTF(example.patient());
    out.writeUTF(example.index().toString());
    out.writeDouble(example.outcome());
    Map<String, FeatureValue> values = new TreeMap<>(example.inputs().values());
    out.writeInt(values.size());
    for (Map.Entry<String, FeatureValue> value : values.entrySet()) {
      out.writeUTF(value.getKey());
      write(out, value.getValue());
    }
    Map<String, String> groups = new TreeMap<>(example.subgroups());
    out.writeInt(groups.size());
    for (Map.Entry<String, String> group : groups.entrySet()) {
      out.writeUTF(group.getKey());
      out.writeUTF(group.getValue());
    }
  }

  private static void write(DataOutputStream out, FeatureValue value) throws IOException {
    if (value instanceof Quantity quantity) {
      out.writeByte('q');
      out.writeDouble(quantity.value());
    } else if (value instanceof Truth truth) {
      out.writeByte('t');
      out.writeBoolean(truth.value());
    } else {
      out.writeByte('c');
      out.writeUTF(((Category) value).code());
    }
  }
}
