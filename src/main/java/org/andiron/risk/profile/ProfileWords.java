package org.andiron.risk.profile;

import java.util.Locale;
import org.andiron.risk.evaluation.page.ReportLanguage;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.page.Ink;
import org.andiron.risk.page.PageWords;
import org.andiron.risk.profile.CohortProfile.Trait;
import org.jspecify.annotations.Nullable;

/** Texts of a profile in one language. */
final class ProfileWords extends PageWords {

  private static final Ink[] INKS = {
    Ink.MODEL, Ink.SECOND, Ink.THIRD, Ink.FOURTH, Ink.FIFTH, Ink.SIXTH, Ink.SEVENTH, Ink.EIGHTH
  };

  private final boolean chinese;

  ProfileWords(ReportLanguage language) {
    super("risk/cohort-profile", language.locale());
    this.chinese = Locale.CHINESE.getLanguage().equals(language.locale().getLanguage());
  }

  String of(LocalText text) {
    return chinese ? text.zh() : text.en();
  }

  /** What a trait is called; of a category, the input before it. */
  String title(Trait trait) {
    return trait.category() == null
        ? of(trait.title())
        : text("trait.category", of(trait.title()), of(trait.category()));
  }

  /** A part in percent, or a number with its unit. */
  String level(Trait trait, double level) {
    return quantity(level, trait.unit());
  }

  /** A part in percent if there is no unit, or else a number with it. */
  String quantity(double number, @Nullable String unit) {
    if (unit == null) {
      return percent(number, 0);
    }
    double size = Math.abs(number);
    String digits = number(number, size >= 100 ? 0 : size >= 10 ? 1 : 2);
    String name = textOr("unit." + unit, unit.startsWith("{") || unit.equals("1") ? "" : unit);
    return name.isEmpty() ? digits : digits + "\u00A0" + name;
  }

  /** What a segment is drawn with. */
  static Ink ink(int segment) {
    return INKS[(segment - 1) % INKS.length];
  }
}
