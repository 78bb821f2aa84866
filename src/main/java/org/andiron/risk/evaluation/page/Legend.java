package org.andiron.risk.evaluation.page;

import org.andiron.risk.evaluation.Evaluation;
import org.andiron.risk.page.Figure.Entry;
import org.andiron.risk.page.Figure.Shape;
import org.andiron.risk.page.Ink;

/** What is explained of several plots in the same words. */
final class Legend {

  private final Evaluation evaluation;
  private final Words words;

  Legend(Evaluation evaluation, Words words) {
    this.evaluation = evaluation;
    this.words = words;
  }

  Entry model() {
    return new Entry(Ink.MODEL, Shape.LINE, words.text("legend.model"));
  }

  Entry uncertainty() {
    return new Entry(
        Ink.MODEL,
        Shape.AREA,
        words.text("legend.interval", words.percent(evaluation.settings().level(), 0)));
  }

  Entry thresholds() {
    String percent =
        String.join(
            words.text("comma"),
            evaluation.settings().thresholds().stream()
                .sorted()
                .map(it -> words.percent(it, 2))
                .toList());
    return new Entry(
        Ink.SECOND,
        Shape.DOT,
        words.text("legend.thresholds", percent, evaluation.settings().thresholds().size()));
  }
}
