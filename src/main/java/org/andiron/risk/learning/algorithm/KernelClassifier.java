package org.andiron.risk.learning.algorithm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;
import org.andiron.risk.learning.preprocessing.MissingValues;
import org.andiron.risk.learning.scoring.Artefact;
import org.andiron.risk.learning.scoring.KernelScorer;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Reference;
import org.tribuo.classification.Label;
import org.tribuo.classification.libsvm.LibSVMClassificationTrainer;
import org.tribuo.classification.libsvm.SVMClassificationType;
import org.tribuo.classification.libsvm.SVMClassificationType.SVMMode;
import org.tribuo.common.libsvm.KernelType;
import org.tribuo.common.libsvm.LibSVMModel;
import org.tribuo.common.libsvm.SVMParameters;

/**
 * Support vector machine with a Gaussian kernel, by LIBSVM through Tribuo. Hyperparameters: {@code
 * cost} of an error, and {@code width}, by which one over the number of columns is multiplied to
 * become the kernel's gamma.
 */
final class KernelClassifier implements Algorithm {

  /** Its time grows with the square of the rows, and more. */
  static final int MOST_ROWS = 20_000;

  private static final String COST = "cost";
  private static final String WIDTH = "width";

  static {
    // The library would tell its progress on the standard output.
    svm.svm_set_print_string_function(text -> {});
  }

  @Override
  public String code() {
    return "svm-rbf";
  }

  @Override
  public String title() {
    return "support vector machine with Gaussian kernel";
  }

  @Override
  public Reference reference() {
    return new Reference(
        "Chang CC, Lin CJ. LIBSVM: a library for support vector machines. ACM Transactions on"
            + " Intelligent Systems and Technology 2011;2:27.",
        Optional.of("10.1145/1961189.1961199"));
  }

  @Override
  public OutcomeOutput output() {
    return OutcomeOutput.PROBABILITY;
  }

  @Override
  public boolean needsStandardised() {
    return true;
  }

  @Override
  public MissingValues missing(MissingValues wished) {
    return wished == MissingValues.LEFT ? MissingValues.INDICATED : wished;
  }

  @Override
  public List<Hyperparameters> grid() {
    List<Hyperparameters> grid = new ArrayList<>();
    for (double width : new double[] {0.25, 1}) {
      for (double cost : new double[] {0.5, 5}) {
        grid.add(Hyperparameters.of(COST, cost, WIDTH, width));
      }
    }
    return grid;
  }

  @Override
  public Artefact fit(
      double[][] rows, double[] outcomes, Hyperparameters hyperparameters, long seed) {
    if (rows.length > MOST_ROWS) {
      throw new IllegalArgumentException(
          "%s takes %d rows at most, not %d; choose another algorithm or a smaller cohort"
              .formatted(code(), MOST_ROWS, rows.length));
    }
    int columns = rows[0].length;
    double gamma = hyperparameters.get(WIDTH) / columns;
    SVMParameters<Label> parameters =
        new SVMParameters<>(new SVMClassificationType(SVMMode.C_SVC), KernelType.RBF);
    parameters.setCost(hyperparameters.get(COST));
    parameters.setGamma(gamma);
    LibSVMModel<Label> model =
        (LibSVMModel<Label>)
            new LibSVMClassificationTrainer(parameters, seed)
                .train(TribuoRows.ofEvents(rows, outcomes));
    return artefact(model, gamma, columns);
  }

  /** Positive values stand for the label that the library saw first. */
  private static Artefact artefact(LibSVMModel<Label> model, double gamma, int columns) {
    svm_model inner = model.getInnerModels().get(0);
    double sign = inner.label[0] == model.getOutputIDInfo().getID(TribuoRows.EVENT) ? 1 : -1;
    double[] weights = new double[inner.l];
    double[][] vectors = new double[inner.l][columns];
    for (int v = 0; v < inner.l; v++) {
      weights[v] = sign * inner.sv_coef[0][v];
      for (svm_node node : inner.SV[v]) {
        vectors[v][node.index] = node.value;
      }
    }
    return KernelScorer.artefact(gamma, -sign * inner.rho[0], weights, vectors);
  }
}
