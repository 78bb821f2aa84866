package org.andiron.risk.learning.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Trees whose values are added up to log odds, as XGBoost writes them.
 *
 * @param columns how many a row has
 * @param intercept log odds before all trees
 * @see <a href="https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html">XGBoost,
 *     Introduction to Model IO</a>
 */
record TreeEnsemble(int columns, double intercept, List<Tree> trees) {

  TreeEnsemble {
    trees = List.copyOf(trees);
  }

  /**
   * Reads XGBoost's JSON.
   *
   * @throws IllegalArgumentException if it is none, or other trees than of log odds
   */
  static TreeEnsemble read(byte[] content) {
    JsonNode learner = ArtefactJson.read(content, JsonNode.class).path("learner");
    requireText(learner.path("objective").path("name"), "binary:logistic");
    JsonNode booster = learner.path("gradient_booster");
    requireText(booster.path("name"), "gbtree");
    JsonNode parameters = learner.path("learner_model_param");
    int columns = parameters.path("num_feature").asInt();
    List<Tree> trees = new ArrayList<>();
    for (JsonNode tree : booster.path("model").path("trees")) {
      trees.add(tree(tree, columns));
    }
    if (trees.isEmpty()) {
      throw new IllegalArgumentException("there is no tree in it");
    }
    return new TreeEnsemble(columns, logOdds(parameters.path("base_score").asText()), trees);
  }

  private static void requireText(JsonNode node, String expected) {
    if (!node.asText().equals(expected)) {
      throw new IllegalArgumentException(
          "it is no model of XGBoost with %s, but with '%s'".formatted(expected, node.asText()));
    }
  }

  /** It is a probability, in brackets since version 3. */
  private static double logOdds(String baseScore) {
    try {
      double probability = Float.parseFloat(baseScore.replace("[", "").replace("]", ""));
      if (probability > 0 && probability < 1) {
        return StrictMath.log(probability / (1 - probability));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("base_score is no number", e);
    }
    throw new IllegalArgumentException("base_score is no probability between 0 and 1");
  }

  private static Tree tree(JsonNode json, int columns) {
    for (int type : integers(json.path("split_type"))) {
      if (type != 0) {
        throw new IllegalArgumentException("a tree decides on categories, not on numbers");
      }
    }
    int[] absent = integers(json.path("default_left"));
    boolean[] absentLeft = new boolean[absent.length];
    for (int node = 0; node < absent.length; node++) {
      absentLeft[node] = absent[node] == 1;
    }
    JsonNode covers = json.path("sum_hessian");
    double[] weights = new double[covers.size()];
    for (int node = 0; node < weights.length; node++) {
      weights[node] = covers.get(node).asDouble(Double.NaN);
    }
    JsonNode conditions = json.path("split_conditions");
    float[] numbers = new float[conditions.size()];
    for (int node = 0; node < numbers.length; node++) {
      // Through a double a number in single precision could be rounded twice.
      numbers[node] = Float.parseFloat(conditions.get(node).asText());
    }
    Tree tree =
        new Tree(
            integers(json.path("left_children")),
            integers(json.path("right_children")),
            integers(json.path("split_indices")),
            numbers,
            absentLeft,
            weights);
    tree.check(columns);
    return tree;
  }

  private static int[] integers(JsonNode array) {
    int[] all = new int[array.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = array.get(i).asInt(Integer.MIN_VALUE);
    }
    return all;
  }

  double score(double[] row) {
    double sum = intercept;
    for (Tree tree : trees) {
      sum += tree.value(row);
    }
    return sum;
  }

  /** The score of all training rows together. */
  double mean() {
    double sum = intercept;
    for (Tree tree : trees) {
      sum += tree.mean();
    }
    return sum;
  }
}
