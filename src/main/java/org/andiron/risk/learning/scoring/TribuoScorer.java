package org.andiron.risk.learning.scoring;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * A model of Tribuo in its protocol buffers. Its features are the columns, named as {@link #column}
 * says; it tells label {@value #EVENT} from {@value #NONE}, or is a regression of one quantity.
 * Where it gives probabilities the score is their log odds, else the score of {@value #EVENT}. What
 * the inputs contributed it does not tell.
 *
 * @see <a href="https://tribuo.org/learn/4.3/docs/">Tribuo</a>
 */
public final class TribuoScorer implements Scorer {

  /** Label of those who have the outcome. */
  public static final String EVENT = "1";

  /** Label of the others. */
  public static final String NONE = "0";

  private final Model<?> model;
  private final String[] names;

  private TribuoScorer(Model<?> model, String[] names) {
    this.model = model;
    this.names = names;
  }

  /** The name of a column. Tribuo numbers them by the order of their names. */
  public static String column(int number) {
    return "c%06d".formatted(number);
  }

  static TribuoScorer read(byte[] content) {
    Model<?> model = model(content);
    ImmutableFeatureMap features = model.getFeatureIDMap();
    String[] names = new String[features.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = column(i);
      if (features.get(names[i]) == null) {
        throw new IllegalArgumentException(
            "it has %d features, but none is named %s".formatted(names.length, names[i]));
      }
    }
    if (names.length == 0) {
      throw new IllegalArgumentException("it has no features");
    }
    requireOutput(model);
    return new TribuoScorer(model, names);
  }

  private static Model<?> model(byte[] content) {
    try {
      return Model.deserializeFromStream(new ByteArrayInputStream(content));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("it is no model of Tribuo: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      // It names classes, which may not be there, and each of them refuses in its own way.
      throw new IllegalArgumentException("Tribuo cannot read it: " + e.getMessage(), e);
    }
  }

  private static void requireOutput(Model<?> model) {
    if (model.validate(Label.class)) {
      Set<String> labels =
          model.castModel(Label.class).getOutputIDInfo().getDomain().stream()
              .map(Label::getLabel)
              .collect(Collectors.toSet());
      if (!labels.equals(Set.of(EVENT, NONE))) {
        throw new IllegalArgumentException("its labels are not 1 and 0, but " + labels);
      }
    } else if (!model.validate(Regressor.class)
        || model.castModel(Regressor.class).getOutputIDInfo().size() != 1) {
      throw new IllegalArgumentException(
          "it neither tells label 1 from 0 nor is a regression of one quantity");
    }
  }

  @Override
  public int columns() {
    return names.length;
  }

  @Override
  public double score(double[] row) {
    if (Arrays.stream(row).anyMatch(Double::isNaN)) {
      return Double.NaN;
    }
    if (model.validate(Regressor.class)) {
      return model
          .castModel(Regressor.class)
          .predict(new ArrayExample<>(RegressionFactory.UNKNOWN_REGRESSOR, names, row))
          .getOutput()
          .getValues()[0];
    }
    Prediction<Label> prediction =
        model
            .castModel(Label.class)
            .predict(new ArrayExample<>(LabelFactory.UNKNOWN_LABEL, names, row));
    double score = Objects.requireNonNull(prediction.getOutputScores().get(EVENT)).getScore();
    return model.generatesProbabilities() ? StrictMath.log(score / (1 - score)) : score;
  }
}
