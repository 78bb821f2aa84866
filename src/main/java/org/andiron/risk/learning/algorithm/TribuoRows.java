package org.andiron.risk.learning.algorithm;

import java.util.function.DoubleFunction;
import org.andiron.risk.learning.scoring.TribuoScorer;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** Rows of numbers as Tribuo takes them. */
final class TribuoRows {

  static final Label EVENT = new Label(TribuoScorer.EVENT);
  static final Label NONE = new Label(TribuoScorer.NONE);

  private TribuoRows() {}

  static MutableDataset<Label> ofEvents(double[][] rows, double[] outcomes) {
    requireBoth(outcomes);
    return dataset(rows, outcomes, new LabelFactory(), outcome -> outcome == 1 ? EVENT : NONE);
  }

  static MutableDataset<Regressor> ofQuantities(double[][] rows, double[] outcomes) {
    return dataset(
        rows, outcomes, new RegressionFactory(), outcome -> new Regressor("quantity", outcome));
  }

  /** Without one of both there is nothing to tell apart. */
  static void requireBoth(double[] outcomes) {
    boolean events = false;
    boolean others = false;
    for (double outcome : outcomes) {
      if (outcome != 0 && outcome != 1) {
        throw new IllegalArgumentException("an outcome is 0 or 1, not " + outcome);
      }
      events |= outcome == 1;
      others |= outcome == 0;
    }
    if (!events || !others) {
      throw new IllegalArgumentException("all training rows have the same outcome");
    }
  }

  private static <T extends Output<T>> MutableDataset<T> dataset(
      double[][] rows, double[] outcomes, OutputFactory<T> factory, DoubleFunction<T> output) {
    String[] names = names(rows[0].length);
    MutableDataset<T> dataset =
        new MutableDataset<>(new SimpleDataSourceProvenance("rows", factory), factory);
    for (int i = 0; i < rows.length; i++) {
      dataset.add(example(output.apply(outcomes[i]), names, rows[i]));
    }
    return dataset;
  }

  static <T extends Output<T>> Example<T> example(T output, String[] names, double[] row) {
    return new ArrayExample<>(output, names, row);
  }

  static String[] names(int columns) {
    String[] names = new String[columns];
    for (int i = 0; i < columns; i++) {
      names[i] = TribuoScorer.column(i);
    }
    return names;
  }
}
