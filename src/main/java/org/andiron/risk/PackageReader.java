package org.andiron.risk;

import ca.uhn.fhir.fhirpath.IFhirPath;
import java.util.Map;
import org.andiron.risk.feature.DerivedFeatures;
import org.andiron.risk.feature.FeatureLibrary;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.storage.config.ConfigurationFolder;

/** Reads packages of models, wherever they come from. For all threads. */
public final class PackageReader {

  private final UnitConverter converter;
  private final IFhirPath paths;

  /** A reader; its parts take long to make. */
  public PackageReader(UnitConverter converter, IFhirPath paths) {
    this.converter = converter;
    this.paths = paths;
  }

  /**
   * Reads and checks all models of the operator's folder.
   *
   * @throws org.andiron.storage.config.ConfigurationFileException if one is not as it must be, with
   *     file, place and reason
   */
  public RiskModels read(ConfigurationFolder folder) {
    return RiskModels.read(folder, library(RiskModels.shared(folder)));
  }

  /**
   * Reads and checks one model.
   *
   * @throws org.andiron.storage.config.ConfigurationFileException if it is not as it must be, with
   *     file, place and reason
   */
  public InstalledModel read(PackageFiles files) {
    return RiskModels.read(files, library(files.shared()));
  }

  /**
   * The files that the models of a folder share.
   *
   * @throws org.andiron.storage.config.ConfigurationFileException if one cannot be read
   */
  public Map<String, byte[]> shared(ConfigurationFolder folder) {
    return RiskModels.shared(folder);
  }

  private FeatureLibrary library(Map<String, byte[]> shared) {
    return FeatureLibrary.of(shared, DerivedFeatures.standard(), converter, paths);
  }
}
