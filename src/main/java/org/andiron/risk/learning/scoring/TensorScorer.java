package org.andiron.risk.learning.scoring;

import java.util.List;

/**
 * What was learned of tensors, such as images, instead of rows. Models of images implement it; here
 * it only says what they have to offer so that a model folder can hold them.
 */
public interface TensorScorer {

  /** Sizes of the dimensions of one tensor, without that of the batch. */
  List<Integer> shape();

  /**
   * The scores of a tensor, one for each outcome, log odds before calibration.
   *
   * @param tensor its numbers, the last dimension fastest
   */
  double[] scores(float[] tensor);
}
