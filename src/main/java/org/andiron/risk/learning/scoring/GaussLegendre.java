package org.andiron.risk.learning.scoring;

/**
 * Gauss's quadrature on the interval from 0 to 1, by the roots of a Legendre polynomial.
 *
 * @see <a href="https://dlmf.nist.gov/3.5#v">NIST Digital Library of Mathematical Functions, 3.5(v)
 *     Gauss Quadrature</a>
 */
final class GaussLegendre {

  private static final int ITERATIONS = 50;
  private static final double CONVERGED = 1e-15;

  private final double[] nodes;
  private final double[] weights;

  private GaussLegendre(double[] nodes, double[] weights) {
    this.nodes = nodes;
    this.weights = weights;
  }

  /** With as few nodes as polynomials of that degree need. */
  static GaussLegendre exactTo(int degree) {
    int size = Math.max(1, degree / 2 + 1);
    double[] nodes = new double[size];
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      double root = StrictMath.cos(Math.PI * (i + 0.75) / (size + 0.5));
      double slope = 1;
      for (int iteration = 0; iteration < ITERATIONS; iteration++) {
        double previous = 1;
        double value = root;
        for (int n = 2; n <= size; n++) {
          double next = ((2 * n - 1) * root * value - (n - 1) * previous) / n;
          previous = value;
          value = next;
        }
        slope = size * (root * value - previous) / (root * root - 1);
        double step = value / slope;
        root -= step;
        if (Math.abs(step) < CONVERGED) {
          break;
        }
      }
      nodes[i] = (1 - root) / 2;
      weights[i] = 1 / ((1 - root * root) * slope * slope);
    }
    return new GaussLegendre(nodes, weights);
  }

  int size() {
    return nodes.length;
  }

  double node(int index) {
    return nodes[index];
  }

  double weight(int index) {
    return weights[index];
  }
}
