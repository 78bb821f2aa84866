package org.andiron.risk.training;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import org.andiron.risk.feature.DefinitionNode;
import org.andiron.risk.model.LocalText;

/** How texts, days and lengths of time are written in a training definition. */
final class Written {

  private Written() {}

  static LocalText texts(DefinitionNode node) {
    node.only("en", "zh");
    return new LocalText(node.get("en").text(), node.get("zh").text());
  }

  static LocalDate day(DefinitionNode node) {
    String text = node.text();
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw node.refuse("'" + text + "' is no day: write one like 2026-01-31");
    }
  }

  /** A length of days or more that is not nothing. */
  static Period length(DefinitionNode node) {
    String text = node.text();
    Period length;
    try {
      length = Period.parse(text);
    } catch (DateTimeException e) {
      throw node.refuse("'" + text + "' is no length of time: write one like P6M or P30D");
    }
    if (length.isZero()
        || length.getYears() < 0
        || length.getMonths() < 0
        || length.getDays() < 0) {
      throw node.refuse("'" + text + "' is not ahead: write a length that is more than nothing");
    }
    return length;
  }
}
