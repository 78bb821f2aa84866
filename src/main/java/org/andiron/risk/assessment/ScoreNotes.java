package org.andiron.risk.assessment;

import java.util.ArrayList;
import java.util.List;
import org.andiron.risk.explanation.Language;

/**
 * What is to be noted beside an answer: what the model is for, and what is special of its inputs.
 */
public final class ScoreNotes {

  private final Phrases phrases;

  /** Notes in a language. */
  public ScoreNotes(Language language) {
    this(Phrases.in(language));
  }

  ScoreNotes(Phrases phrases) {
    this.phrases = phrases;
  }

  /** The intended use, what was assumed, and what is outside of what the model was made for. */
  public List<String> of(Score score) {
    List<ScoredInput> inputs = score.scoredInputs();
    List<String> notes = new ArrayList<>();
    notes.add(phrases.say("note.intendedUse", phrases.language().of(score.card().intendedUse())));
    note(notes, "note.assumed", inputs, AssumedPart.WHOLE);
    note(notes, "note.partlyAssumed", inputs, AssumedPart.PART);
    List<String> outside =
        inputs.stream().filter(ScoredInput::outOfDistribution).map(this::title).toList();
    if (!outside.isEmpty()) {
      notes.add(phrases.say("note.outOfDistribution", phrases.list(outside)));
    }
    return notes;
  }

  private void note(List<String> notes, String key, List<ScoredInput> inputs, AssumedPart part) {
    List<String> titles =
        inputs.stream().filter(it -> it.assumed() == part).map(this::title).toList();
    if (!titles.isEmpty()) {
      notes.add(phrases.say(key, phrases.list(titles)));
    }
  }

  private String title(ScoredInput input) {
    return phrases.language().of(input.input().title());
  }
}
