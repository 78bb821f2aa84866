package org.andiron.risk.learning.scoring;

import com.fasterxml.jackson.annotation.JsonValue;

/** Formats of what was learned. */
public enum ScorerFormat {
  /** Coefficients of a sum, as JSON. */
  LINEAR("linear", "coefficients.json"),
  /** Support vectors and weights of a machine with a Gaussian kernel, as JSON. */
  KERNEL("kernel", "support-vectors.json"),
  /** Trees in XGBoost's own JSON. */
  TREES("trees", "trees.json"),
  /** A network in ONNX; it does not tell contributions. */
  ONNX("onnx", "model.onnx"),
  /** A model of Tribuo in its protocol buffers; it does not tell contributions. */
  TRIBUO("tribuo", "model.tribuo");

  private final String code;
  private final String file;

  ScorerFormat(String code, String file) {
    this.code = code;
    this.file = file;
  }

  /** Its name in {@code learned.json}. */
  @JsonValue
  public String code() {
    return code;
  }

  /** The usual name of the file. */
  public String file() {
    return file;
  }

  Scorer open(byte[] content, double[] background) {
    return switch (this) {
      case LINEAR -> LinearScorer.read(content, background);
      case KERNEL -> KernelScorer.read(content, background);
      case TREES -> TreeScorer.read(content);
      case ONNX -> OnnxScorer.read(content);
      case TRIBUO -> TribuoScorer.read(content);
    };
  }
}
