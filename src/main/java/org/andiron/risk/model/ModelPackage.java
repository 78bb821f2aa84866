package org.andiron.risk.model;

import java.util.HashMap;
import java.util.Map;
import org.andiron.storage.config.ConfigurationFileException;

/**
 * A folder {@code risk-models/<id>} with a model: {@code model.json} is its card, {@code
 * equation.json} a published equation. Other files count for the digest only.
 *
 * @param model with its card, ready to predict
 * @param digest SHA-256 of all that its results depend on, in lower-case hexadecimal: the same for
 *     the same files wherever they are
 */
public record ModelPackage(RiskModel model, String digest) {

  private static final String CARD = "model.json";
  private static final String EQUATION = "equation.json";

  /**
   * Reads and checks what a folder has.
   *
   * @param folder its name, which is the id of the model
   * @param files by name
   * @param shared what models share, by name below {@code risk-models}
   * @throws ConfigurationFileException if anything in it is not as it must be; it names the file
   *     below {@code fhir-config}, the place in it and the reason
   */
  public static ModelPackage of(
      String folder, Map<String, byte[]> files, Map<String, byte[]> shared) {
    ModelCard card = ModelCard.read(path(folder, CARD), content(folder, files, CARD));
    if (!card.id().equals(folder)) {
      throw new ConfigurationFileException(
          path(folder, CARD), "id is %s, but the folder is %s".formatted(card.id(), folder));
    }
    Predictor predictor =
        new EquationReader(path(folder, EQUATION), card).read(content(folder, files, EQUATION));
    return new ModelPackage(new RiskModel(card, predictor), PackageDigest.of(all(files, shared)));
  }

  /** By names as they are seen from the folder. */
  private static Map<String, byte[]> all(Map<String, byte[]> files, Map<String, byte[]> shared) {
    Map<String, byte[]> all = new HashMap<>(files);
    shared.forEach((name, content) -> all.put("../" + name, content));
    return all;
  }

  private static byte[] content(String folder, Map<String, byte[]> files, String name) {
    byte[] content = files.get(name);
    if (content == null) {
      throw new ConfigurationFileException(
          path(folder, name), "is missing: each model has a " + CARD + " and an " + EQUATION);
    }
    return content;
  }

  private static String path(String folder, String name) {
    return "risk-models/" + folder + "/" + name;
  }
}
