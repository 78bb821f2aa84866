package org.andiron.risk.learning.scoring;

import java.util.Arrays;

/**
 * What training left: a file of some format.
 *
 * @param content its bytes
 */
public record Artefact(ScorerFormat format, byte[] content) {

  public Artefact {
    content = content.clone();
  }

  @Override
  public byte[] content() {
    return content.clone();
  }

  /**
   * The scorer in it.
   *
   * @param background mean row of the training rows, with which others are compared
   * @throws IllegalArgumentException if it cannot be read, or has another number of columns
   */
  public Scorer open(double[] background) {
    Scorer scorer = format.open(content, background);
    if (scorer.columns() != background.length) {
      throw new IllegalArgumentException(
          "has %d columns, not %d".formatted(scorer.columns(), background.length));
    }
    return scorer;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Artefact that
        && format == that.format
        && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return 31 * format.hashCode() + Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return format + " of " + content.length + " bytes";
  }
}
