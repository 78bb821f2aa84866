package org.andiron.risk.evaluation.page;

import org.andiron.risk.evaluation.EvaluatedModel;
import org.andiron.risk.evaluation.Resampling;
import org.jsoup.nodes.Element;

/** What a page says first: of which model it is, and on whom it was evaluated. */
record ModelFacts(Words words) {

  /**
   * Fills the header.
   *
   * @param sample how much there was to evaluate, in words
   * @param intervals see {@link #intervals}
   */
  void header(Element header, EvaluatedModel model, String sample, String intervals) {
    header.appendElement("h1").text(words.text("title", model.name()));
    header.appendElement("p").addClass("lead").text(words.text("version", model.version()));
    if (model.synthetic()) {
      header
          .appendElement("p")
          .addClass("warning")
          .attr("role", "note")
          .text(words.text("synthetic"));
    }
    Element facts = header.appendElement("dl").addClass("facts");
    fact(facts, "fact.outcome", model.outcome());
    fact(facts, "fact.cohort", model.cohort());
    fact(facts, "fact.sample", sample);
    fact(facts, "fact.intervals", intervals);
    fact(facts, "fact.evaluated", words.moment(model.evaluated()));
    model.notes().forEach(it -> fact(facts, "fact.note", it));
  }

  private void fact(Element facts, String key, String text) {
    facts.appendElement("dt").text(words.text(key));
    facts.appendElement("dd").text(text);
  }

  /** How intervals were made. */
  String intervals(double level, int resamples, Resampling drawn, long seed) {
    return resamples == 0
        ? words.text("fact.intervals.none")
        : words.text(
            "fact.intervals.text",
            words.percent(level),
            words.count(resamples),
            words.text("drawn." + drawn),
            Long.toString(seed));
  }
}
