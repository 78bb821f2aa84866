package org.andiron.risk.learning.scoring;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import org.andiron.risk.learning.scoring.Calibration.Platt;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was learned as ONNX, so that others can compute it: sums and trees. The input {@value
 * #COLUMNS} are rows after preprocessing, in single precision; the output {@value OnnxScorer#SCORE}
 * is the score, and {@value OnnxScorer#PROBABILITY} the probability, if calibration is a line.
 *
 * @see <a href="https://onnx.ai/onnx/repo-docs/Operators-ml.html">ONNX, ai.onnx.ml operators</a>
 */
public final class OnnxExport {

  /** Name of the input. */
  public static final String COLUMNS = "columns";

  static final String ML = "ai.onnx.ml";

  private static final int IR_VERSION = 8;
  private static final int OPERATORS = 13;
  private static final int ML_OPERATORS = 3;
  private static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();
  private static final String ROWS = "rows";

  private OnnxExport() {}

  /**
   * The bytes of the file; the same for the same scorer.
   *
   * @param calibration null for quantities
   * @throws IllegalArgumentException if it is neither a sum nor trees
   */
  public static byte[] of(Scorer scorer, @Nullable Calibration calibration) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("learned")
            .addInput(rows(COLUMNS, scorer.columns()))
            .addOutput(rows(OnnxScorer.SCORE, 1));
    if (scorer instanceof LinearScorer linear) {
      addSum(graph, linear);
    } else if (scorer instanceof TreeScorer trees) {
      graph.addNode(OnnxTrees.node(trees.ensemble(), COLUMNS, OnnxScorer.SCORE));
    } else {
      throw new IllegalArgumentException("only sums and trees are written as ONNX");
    }
    if (calibration instanceof Platt line) {
      addLine(graph, line);
    }
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("andiron")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(ML).setVersion(ML_OPERATORS))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static void addSum(GraphProto.Builder graph, LinearScorer linear) {
    TensorProto.Builder weights =
        TensorProto.newBuilder().setName("coefficients").setDataType(FLOAT);
    weights.addDims(linear.columns()).addDims(1);
    for (double coefficient : linear.coefficients()) {
      weights.addFloatData((float) coefficient);
    }
    graph.addInitializer(weights).addInitializer(number("intercept", linear.intercept()));
    graph.addNode(node("Gemm", OnnxScorer.SCORE, COLUMNS, "coefficients", "intercept"));
  }

  private static void addLine(GraphProto.Builder graph, Platt line) {
    graph
        .addInitializer(number("calibration-slope", line.slope()))
        .addInitializer(number("calibration-intercept", line.intercept()))
        .addNode(node("Mul", "stretched", OnnxScorer.SCORE, "calibration-slope"))
        .addNode(node("Add", "logit", "stretched", "calibration-intercept"))
        .addNode(node("Sigmoid", OnnxScorer.PROBABILITY, "logit"))
        .addOutput(rows(OnnxScorer.PROBABILITY, 1));
  }

  private static NodeProto node(String operator, String output, String... inputs) {
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(operator).setName(output).addOutput(output);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node.build();
  }

  private static TensorProto number(String name, double value) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(FLOAT)
        .addDims(1)
        .addFloatData((float) value)
        .build();
  }

  private static ValueInfoProto rows(String name, int columns) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(ROWS))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns))
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape)))
        .build();
  }

  static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
