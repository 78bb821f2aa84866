package org.andiron.risk.model;

import java.util.Map;

/**
 * How the predictor of a learned model is read from its folder. Published equations are read by
 * this package itself; what is learned needs libraries that it does not know.
 */
@FunctionalInterface
public interface PredictorFormat {

  /** The file that makes a folder one of a learned model. */
  String FILE = "learned.json";

  /**
   * Reads a predictor that is safe for use by several threads.
   *
   * @param folder name of the folder below {@code risk-models}
   * @param card of the model, already read
   * @param files of the folder by name, {@value #FILE} among them
   * @throws org.andiron.storage.config.ConfigurationFileException if a file cannot be read, does
   *     not fit the card, or is another than its hash says; it names the file and the reason
   */
  Predictor read(String folder, ModelCard card, Map<String, byte[]> files);
}
