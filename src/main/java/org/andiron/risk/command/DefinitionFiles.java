package org.andiron.risk.command;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.andiron.risk.RiskModels;
import org.andiron.risk.feature.DerivedFeatures;
import org.andiron.risk.feature.FeatureLibrary;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.training.TrainingDefinition;
import org.andiron.risk.training.TrainingException;
import org.andiron.startup.AndironVersion;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFolder;

/**
 * A training definition with all files that it is made of.
 *
 * @param content of the definition's file
 * @param shared features and code sets that it may name
 */
record DefinitionFiles(String file, byte[] content, Map<String, byte[]> shared) {

  private static final String SECTION = "risk-training";

  /**
   * Finds a definition.
   *
   * @param named a file, or the name of one in {@code fhir-config/risk-training} without ending
   * @throws TrainingException if there is none
   */
  static DefinitionFiles find(String named, ConfigurationFolder folder) {
    Map<String, byte[]> shared = RiskModels.shared(folder);
    Path path = Path.of(named);
    if (Files.isRegularFile(path)) {
      try {
        return new DefinitionFiles(named, Files.readAllBytes(path), shared);
      } catch (IOException e) {
        throw new TrainingException("cannot read " + named + " (" + e.getMessage() + ")", e);
      }
    }
    String inFolder = SECTION + "/" + named + ".json";
    for (ConfigurationFile file : folder.files(SECTION)) {
      if (file.path().equals(inFolder)) {
        return new DefinitionFiles(inFolder, file.read(), shared);
      }
    }
    throw new TrainingException(
        "there is no file %s, and no %s in %s".formatted(named, inFolder, folder.origin()));
  }

  TrainingDefinition read(FhirContext context, UnitConverter converter) {
    FeatureLibrary library =
        FeatureLibrary.of(shared, DerivedFeatures.standard(), converter, context.newFhirPath());
    return TrainingDefinition.read(file, content, library);
  }

  /** A hash of all that examples depend on beside the records, in lower-case hexadecimal. */
  String digest(String cohort) {
    MessageDigest digest = sha256();
    add(digest, AndironVersion.current().getBytes(StandardCharsets.UTF_8));
    add(digest, cohort.getBytes(StandardCharsets.UTF_8));
    add(digest, content);
    new TreeMap<>(shared)
        .forEach(
            (name, bytes) -> {
              add(digest, name.getBytes(StandardCharsets.UTF_8));
              add(digest, bytes);
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).array());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
