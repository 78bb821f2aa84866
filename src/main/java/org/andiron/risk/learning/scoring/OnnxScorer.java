package org.andiron.risk.learning.scoring;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * A network in ONNX, computed by ONNX Runtime on one thread. It has one input, rows of numbers in
 * single precision, and an output {@value #SCORE} with log odds or a quantity, or {@value
 * #PROBABILITY} with probabilities: one number for each row. What the inputs contributed it does
 * not tell.
 *
 * @see <a href="https://onnxruntime.ai/docs/api/java/index.html">ONNX Runtime, Java API</a>
 */
public final class OnnxScorer implements Scorer {

  /** Name of the output that has log odds or the quantity. */
  public static final String SCORE = "score";

  /** Name of the output that has probabilities. */
  public static final String PROBABILITY = "probability";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;
  private final String output;
  private final int columns;

  private OnnxScorer(
      OrtEnvironment environment, OrtSession session, String input, String output, int columns) {
    this.environment = environment;
    this.session = session;
    this.input = input;
    this.output = output;
    this.columns = columns;
  }

  static OnnxScorer read(byte[] content) {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      // One row has nothing to divide, and the order of sums must not depend on threads.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      OrtSession session = environment.createSession(content, options);
      if (session.getNumInputs() != 1) {
        throw new IllegalArgumentException(
            "it has %d inputs, not one".formatted(session.getNumInputs()));
      }
      NodeInfo node = session.getInputInfo().values().iterator().next();
      return new OnnxScorer(environment, session, node.getName(), output(session), columns(node));
    } catch (OrtException e) {
      throw new IllegalArgumentException("ONNX Runtime cannot read it: " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new IllegalArgumentException(
          "ONNX Runtime has no library for this machine: " + e.getMessage(), e);
    }
  }

  private static String output(OrtSession session) {
    for (String name : new String[] {SCORE, PROBABILITY}) {
      if (session.getOutputNames().contains(name)) {
        return name;
      }
    }
    throw new IllegalArgumentException(
        "it has no output %s or %s, but %s"
            .formatted(SCORE, PROBABILITY, session.getOutputNames()));
  }

  private static int columns(NodeInfo node) {
    if (node.getInfo() instanceof TensorInfo tensor
        && tensor.type == OnnxJavaType.FLOAT
        && tensor.getShape().length == 2
        && tensor.getShape()[1] > 0) {
      return Math.toIntExact(tensor.getShape()[1]);
    }
    throw new IllegalArgumentException("its input must be rows of numbers in single precision");
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public double score(double[] row) {
    float[] numbers = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      numbers[i] = (float) row[i];
    }
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(numbers), new long[] {1, numbers.length});
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      if (result.get(output).orElse(null) instanceof OnnxTensor answer
          && answer.getInfo().type == OnnxJavaType.FLOAT
          && answer.getFloatBuffer().remaining() == 1) {
        double number = answer.getFloatBuffer().get(0);
        return output.equals(SCORE) ? number : StrictMath.log(number / (1 - number));
      }
      throw new IllegalStateException("output " + output + " is not one number for a row");
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot compute a row", e);
    }
  }
}
