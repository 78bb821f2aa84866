package org.andiron.risk.learning.scoring;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.andiron.risk.learning.preprocessing.Column;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Predictor;
import org.andiron.risk.model.PredictorFormat;
import org.andiron.storage.config.ConfigurationFileException;

/** Reads {@code learned.json} and the artefact that it names, and checks both against the card. */
public final class LearnedFormat implements PredictorFormat {

  /** By how much the base of an artefact may differ from what the file says. */
  private static final double SAME = 1e-9;

  @Override
  public Predictor read(String folder, ModelCard card, Map<String, byte[]> files) {
    String file = path(folder, FILE);
    byte[] content = files.get(FILE);
    if (content == null) {
      throw new ConfigurationFileException(file, "is missing");
    }
    LearnedDocument document = ArtefactJson.read(file, content, LearnedDocument.class);
    requireFits(file, card, document);
    Scorer scorer = open(folder, document, files);
    return new LearnedPredictor(
        document.outcome(), document.preprocessing(), scorer, document.calibration());
  }

  private static Scorer open(String folder, LearnedDocument document, Map<String, byte[]> files) {
    String file = path(folder, document.artefact());
    byte[] content = files.get(document.artefact());
    if (content == null) {
      throw new ConfigurationFileException(
          file, "is missing; " + FILE + " names it as what was learned");
    }
    String hash = sha256(content);
    if (!hash.equals(document.sha256())) {
      throw new ConfigurationFileException(
          file,
          "is another file than was learned: its SHA-256 is %s, but %s has %s"
              .formatted(hash, FILE, document.sha256()));
    }
    double[] background = Numbers.finite("background", document.background());
    try {
      Scorer scorer = new Artefact(document.format(), content).open(background);
      requireBase(path(folder, FILE), document, scorer);
      return scorer;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationFileException(
          file, "cannot be read as %s: %s".formatted(document.format().code(), e.getMessage()), e);
    }
  }

  private static void requireBase(String file, LearnedDocument document, Scorer scorer) {
    Double base = document.base();
    if (scorer instanceof ExplainingScorer explaining) {
      if (base == null || !(Math.abs(base - explaining.base()) <= SAME)) {
        throw new ConfigurationFileException(
            file, "base is %s, but the artefact has %s".formatted(base, explaining.base()));
      }
    } else if (base != null) {
      throw new ConfigurationFileException(
          file, "base is there, but a model in %s tells none".formatted(document.format().code()));
    }
  }

  private static void requireFits(String file, ModelCard card, LearnedDocument document) {
    List<String> declared = card.outcomes().stream().map(Outcome::id).toList();
    if (!declared.equals(List.of(document.outcome()))) {
      throw new ConfigurationFileException(
          file,
          "outcome is %s, but the outcomes of model.json are %s"
              .formatted(document.outcome(), declared));
    }
    OutcomeOutput output = card.outcomes().get(0).output();
    if (output == OutcomeOutput.SCORE) {
      throw new ConfigurationFileException(file, "a learned model has no points");
    }
    if ((output == OutcomeOutput.PROBABILITY) != (document.calibration() != null)) {
      throw new ConfigurationFileException(
          file, "calibration is for outcomes with output probability, and must be there for them");
    }
    for (Column column : document.preprocessing().columns()) {
      ModelInput input =
          card.input(column.input())
              .orElseThrow(
                  () ->
                      new ConfigurationFileException(
                          file, column.input() + " is no input of model.json"));
      if (!fits(column, input)) {
        throw new ConfigurationFileException(
            file, "a column of %s does not fit its input in model.json".formatted(input.name()));
      }
    }
  }

  private static boolean fits(Column column, ModelInput input) {
    return switch (column.encoding()) {
      case QUANTITY -> input.kind() == InputKind.QUANTITY;
      case TRUTH -> input.kind() == InputKind.TRUTH;
      case CATEGORY ->
          input.kind() == InputKind.CATEGORY && input.categories().contains(column.category());
      case ABSENCE -> true;
    };
  }

  /** The hash of an artefact, in lower-case hexadecimal. */
  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  private static String path(String folder, String name) {
    return "risk-models/" + folder + "/" + name;
  }
}
