package org.andiron.risk.assessment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.regex.Pattern;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.Reference;
import org.andiron.risk.model.SourceAttribute;

/**
 * The card of a model for readers: Markdown without HTML, in English, in which the source
 * attributes are written.
 */
record ModelCardText(InstalledModel model) {

  private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]<>~|&#]");
  private static final ResourceBundle TITLES =
      ResourceBundle.getBundle(
          "risk/model-card",
          Locale.ENGLISH,
          ModelCardText.class.getClassLoader(),
          Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));

  String markdown() {
    ModelCard card = model.content().model().card();
    List<String> lines = new ArrayList<>();
    Collections.addAll(lines, "# " + plain(card.title().en()), "");
    pair(lines, "model", RiskVocabulary.canonical(card));
    pair(lines, "digest", model.content().digest());
    pair(lines, "intendedUse", card.intendedUse().en());
    pair(lines, "population", card.population().en());
    pair(lines, "notice", card.notice().en());
    pair(lines, "evidence", card.evidence());
    pair(lines, "licence", card.licence());
    pair(lines, "coefficients", card.source().publication());
    pair(lines, "verification", card.source().verification());
    card.evaluated()
        .ifPresentOrElse(
            it ->
                pair(
                    lines,
                    "evaluated",
                    "%s, %s. %s %s".formatted(it.by(), it.on(), it.data(), it.summary())),
            () -> pair(lines, "evaluated", TITLES.getString("never")));
    card.expires().ifPresent(day -> pair(lines, "expires", day.toString()));
    attributes(lines, card);
    heading(lines, "outcomes");
    card.outcomes().forEach(outcome -> lines.add("- " + outcome(outcome)));
    heading(lines, "inputs");
    card.inputs().forEach(input -> lines.add("- " + input(input)));
    heading(lines, "references");
    card.references().forEach(reference -> lines.add("- " + reference(reference)));
    return String.join("\n", lines) + "\n";
  }

  private static void attributes(List<String> lines, ModelCard card) {
    SourceAttribute.Group group = null;
    for (SourceAttribute attribute : SourceAttribute.values()) {
      if (attribute.group() != group) {
        group = attribute.group();
        heading(lines, "group." + group.name());
      }
      pair(lines, "attribute." + attribute.name(), attribute(card, attribute));
    }
  }

  /** There is no card without one of them. */
  private static String attribute(ModelCard card, SourceAttribute attribute) {
    return Objects.requireNonNull(card.attributes().texts().get(attribute));
  }

  private static void heading(List<String> lines, String key) {
    Collections.addAll(lines, "", "## " + TITLES.getString(key), "");
  }

  private static void pair(List<String> lines, String key, String text) {
    lines.add("- **" + TITLES.getString(key) + "**: " + plain(text));
  }

  private static String outcome(Outcome outcome) {
    return plain(
        outcome.title().en()
            + outcome
                .horizon()
                .map(it -> " (" + it.value() + " " + it.unit().code() + ")")
                .orElse("")
            + ": "
            + outcome.output().code());
  }

  private static String input(ModelInput input) {
    String unit = input.unit().map(it -> " [" + it + "]").orElse("");
    Optional<String> assumed = input.assumption().map(it -> " " + it.because());
    return plain(input.title().en() + unit + ": " + input.definition() + assumed.orElse(""));
  }

  private static String reference(Reference reference) {
    return plain(reference.citation() + reference.doi().map(it -> " doi:" + it).orElse(""));
  }

  /** On one line, without markup. */
  private static String plain(String text) {
    return MARKUP.matcher(text.strip().replaceAll("\\s+", " ")).replaceAll("\\\\$0");
  }
}
