package org.andiron.risk.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.andiron.storage.config.ConfigurationFileException;

/**
 * A folder {@code risk-models/<id>} with a model: {@code model.json} is its card, {@code
 * equation.json} a published equation. Other files count for the digest only.
 *
 * @param model with its card, ready to predict
 * @param digest SHA-256 of all files in lower-case hexadecimal, the same for the same files
 *     wherever they are
 */
public record ModelPackage(RiskModel model, String digest) {

  private static final String CARD = "model.json";
  private static final String EQUATION = "equation.json";

  /**
   * Reads and checks a folder.
   *
   * @param folder named like the id of the model
   * @throws ConfigurationFileException if anything in it is not as it must be; it names the file
   *     below {@code fhir-config}, the place in it and the reason
   */
  public static ModelPackage read(Path folder) {
    String name = folder.getFileName().toString();
    ModelCard card = ModelCard.read(path(name, CARD), content(folder, name, CARD));
    if (!card.id().equals(name)) {
      throw new ConfigurationFileException(
          path(name, CARD), "id is %s, but the folder is %s".formatted(card.id(), name));
    }
    Predictor predictor =
        new EquationReader(path(name, EQUATION), card).read(content(folder, name, EQUATION));
    return new ModelPackage(new RiskModel(card, predictor), digest(folder, name));
  }

  private static byte[] content(Path folder, String name, String file) {
    try {
      return Files.readAllBytes(folder.resolve(file));
    } catch (IOException e) {
      throw new ConfigurationFileException(path(name, file), "cannot be read", e);
    }
  }

  private static String digest(Path folder, String name) {
    try {
      return PackageDigest.of(folder);
    } catch (IOException e) {
      throw new ConfigurationFileException("risk-models/" + name, "cannot be read", e);
    }
  }

  private static String path(String name, String file) {
    return "risk-models/" + name + "/" + file;
  }
}
