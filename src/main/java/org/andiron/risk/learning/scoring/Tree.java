package org.andiron.risk.learning.scoring;

/**
 * A tree of decisions. The root is node 0, and children come after their parents.
 *
 * @param left child where the number is below the threshold, -1 for leaves
 * @param right child where it is not
 * @param column on which a node decides
 * @param numbers thresholds of nodes that decide, values of leaves, in single precision as they
 *     were learned
 * @param absentLeft whether a missing number goes left
 * @param covers weight of the training rows that came to the node
 */
record Tree(
    int[] left, int[] right, int[] column, float[] numbers, boolean[] absentLeft, double[] covers) {

  /**
   * @throws IllegalArgumentException if the arrays do not make a tree of so many columns
   */
  void check(int columns) {
    int nodes = left.length;
    if (nodes == 0
        || right.length != nodes
        || column.length != nodes
        || numbers.length != nodes
        || absentLeft.length != nodes
        || covers.length != nodes) {
      throw new IllegalArgumentException("the arrays of a tree have different lengths");
    }
    for (int node = 0; node < nodes; node++) {
      if (!Float.isFinite(numbers[node]) || !(covers[node] >= 0)) {
        throw new IllegalArgumentException("a node has no usable number");
      }
      boolean leaf = isLeaf(node);
      boolean forward = left[node] > node && right[node] > node;
      boolean within = left[node] < nodes && right[node] < nodes;
      if (leaf
          ? right[node] != -1
          : !forward || !within || column[node] < 0 || column[node] >= columns) {
        throw new IllegalArgumentException("node %d leads nowhere".formatted(node));
      }
    }
  }

  boolean isLeaf(int node) {
    return left[node] == -1;
  }

  double value(double[] row) {
    int node = 0;
    while (!isLeaf(node)) {
      float number = (float) row[column[node]];
      boolean goesLeft = Float.isNaN(number) ? absentLeft[node] : number < numbers[node];
      node = goesLeft ? left[node] : right[node];
    }
    return numbers[node];
  }

  /** The value of all training rows together. */
  double mean() {
    double[] means = new double[left.length];
    for (int node = left.length - 1; node >= 0; node--) {
      if (isLeaf(node)) {
        means[node] = numbers[node];
      } else {
        double both = covers[left[node]] + covers[right[node]];
        means[node] =
            (means[left[node]] * covers[left[node]] + means[right[node]] * covers[right[node]])
                / both;
      }
    }
    return means[0];
  }
}
