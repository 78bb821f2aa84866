package org.andiron.risk.model;

import java.util.HashMap;
import java.util.Map;
import org.andiron.storage.config.ConfigurationFileException;

/**
 * A folder {@code risk-models/<id>} with a model: {@code model.json} is its card; {@code
 * equation.json} a published equation, or {@code learned.json} what was learned of data and in
 * which file it is. Other files count for the digest only.
 *
 * @param model with its card, ready to predict
 * @param digest SHA-256 of all that its results depend on, in lower-case hexadecimal: the same for
 *     the same files wherever they are
 */
public record ModelPackage(RiskModel model, String digest) {

  private static final String CARD = "model.json";
  private static final String EQUATION = "equation.json";

  /**
   * Reads and checks what a folder has that is no learned model.
   *
   * @param folder its name, which is the id of the model
   * @param files by name
   * @param shared what models share, by name below {@code risk-models}
   * @throws ConfigurationFileException as {@link #of(String, Map, Map, PredictorFormat)}, or if it
   *     is a learned model
   */
  public static ModelPackage of(
      String folder, Map<String, byte[]> files, Map<String, byte[]> shared) {
    return of(
        folder,
        files,
        shared,
        (name, card, content) -> {
          throw new ConfigurationFileException(
              path(name, PredictorFormat.FILE), "learned models are not read here");
        });
  }

  /**
   * Reads and checks what a folder has.
   *
   * @param folder its name, which is the id of the model
   * @param files by name
   * @param shared what models share, by name below {@code risk-models}
   * @param learned how learned models are read
   * @throws ConfigurationFileException if anything in it is not as it must be; it names the file
   *     below {@code fhir-config}, the place in it and the reason
   */
  public static ModelPackage of(
      String folder,
      Map<String, byte[]> files,
      Map<String, byte[]> shared,
      PredictorFormat learned) {
    ModelCard card = ModelCard.read(path(folder, CARD), content(folder, files, CARD));
    if (!card.id().equals(folder)) {
      throw new ConfigurationFileException(
          path(folder, CARD), "id is %s, but the folder is %s".formatted(card.id(), folder));
    }
    return new ModelPackage(
        model(card, predictor(folder, card, files, learned)), FilesDigest.of(all(files, shared)));
  }

  private static Predictor predictor(
      String folder, ModelCard card, Map<String, byte[]> files, PredictorFormat learned) {
    if (!files.containsKey(PredictorFormat.FILE)) {
      return new EquationReader(path(folder, EQUATION), card)
          .read(content(folder, files, EQUATION));
    }
    if (files.containsKey(EQUATION)) {
      throw new ConfigurationFileException(
          path(folder, EQUATION),
          "is there beside " + PredictorFormat.FILE + ": a model is either published or learned");
    }
    return learned.read(folder, card, files);
  }

  private static RiskModel model(ModelCard card, Predictor predictor) {
    try {
      return new RiskModel(card, predictor);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationFileException(
          path(card.id(), CARD), "does not fit what computes it: " + e.getMessage(), e);
    }
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
          path(folder, name),
          "is missing: each model has a "
              + CARD
              + " and an "
              + EQUATION
              + " or "
              + PredictorFormat.FILE);
    }
    return content;
  }

  private static String path(String folder, String name) {
    return "risk-models/" + folder + "/" + name;
  }
}
