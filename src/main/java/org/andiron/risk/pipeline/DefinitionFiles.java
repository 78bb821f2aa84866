package org.andiron.risk.pipeline;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.andiron.risk.RiskModels;
import org.andiron.risk.feature.DerivedFeatures;
import org.andiron.risk.feature.FeatureLibrary;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.model.FilesDigest;
import org.andiron.risk.training.TrainingDefinition;
import org.andiron.risk.training.TrainingException;
import org.andiron.startup.AndironVersion;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFolder;

/**
 * A training definition with all files that it is made of.
 *
 * @param file how to name it in errors
 * @param content of the definition's file
 * @param shared features and code sets that it may name
 */
public record DefinitionFiles(String file, byte[] content, Map<String, byte[]> shared) {

  private static final String SECTION = "risk-training";
  private static final String ENDING = ".json";

  /**
   * Finds a definition.
   *
   * @param named a file, or the name of one in {@code fhir-config/risk-training} without ending
   * @throws TrainingException if there is none
   */
  public static DefinitionFiles find(String named, ConfigurationFolder folder) {
    Map<String, byte[]> shared = RiskModels.shared(folder);
    Path path = Path.of(named);
    if (Files.isRegularFile(path)) {
      try {
        return new DefinitionFiles(named, Files.readAllBytes(path), shared);
      } catch (IOException e) {
        throw new TrainingException("cannot read " + named + " (" + e.getMessage() + ")", e);
      }
    }
    for (ConfigurationFile file : folder.files(SECTION)) {
      if (file.path().equals(path(named))) {
        return new DefinitionFiles(file.path(), file.read(), shared);
      }
    }
    throw new TrainingException(
        "there is no file %s, and no %s in %s".formatted(named, path(named), folder.origin()));
  }

  /**
   * The definition of that name in {@code fhir-config/risk-training}, and no other file.
   *
   * @param name without ending
   * @throws TrainingException if there is none; it says which there are
   */
  public static DefinitionFiles named(
      String name, ConfigurationFolder folder, Map<String, byte[]> shared) {
    for (ConfigurationFile file : folder.files(SECTION)) {
      if (file.path().equals(path(name))) {
        return new DefinitionFiles(file.path(), file.read(), shared);
      }
    }
    String known =
        folder.files(SECTION).stream()
            .map(file -> file.path().substring(SECTION.length() + 1))
            .map(file -> file.substring(0, file.length() - ENDING.length()))
            .collect(Collectors.joining(", "));
    throw new TrainingException(
        "there is no definition of that name in fhir-config/risk-training, but "
            + (known.isEmpty() ? "none at all" : known));
  }

  private static String path(String name) {
    return SECTION + '/' + name + ENDING;
  }

  /**
   * What it says.
   *
   * @throws org.andiron.storage.config.ConfigurationFileException if anything in it is not as it
   *     must be, with place, reason and what to do
   */
  public TrainingDefinition read(FhirContext context, UnitConverter converter) {
    FeatureLibrary library =
        FeatureLibrary.of(shared, DerivedFeatures.standard(), converter, context.newFhirPath());
    return TrainingDefinition.read(file, content, library);
  }

  /** A hash of all that examples depend on beside the records, in lower-case hexadecimal. */
  public String digest(String cohort) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("/version", AndironVersion.current().getBytes(StandardCharsets.UTF_8));
    all.put("/cohort", cohort.getBytes(StandardCharsets.UTF_8));
    all.put("/definition", content);
    all.putAll(shared);
    return FilesDigest.of(all);
  }
}
