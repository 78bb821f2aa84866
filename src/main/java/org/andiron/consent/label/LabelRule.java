package org.andiron.consent.label;

import java.util.List;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.Confidentiality;

/**
 * A rule of an organisation: which labels a resource has that holds one of some codes.
 *
 * @param id its name, one of its own
 * @param title what it is about, in words
 * @param sensitivities that it sets
 * @param level of confidentiality that it sets with them
 * @param types that it is about; none: all
 * @param codes that call for the labels
 * @param sources where it is published that the codes mean this
 */
public record LabelRule(
    String id,
    String title,
    Set<Code> sensitivities,
    Confidentiality level,
    Set<String> types,
    List<CodeGroup> codes,
    List<String> sources) {

  public LabelRule {
    sensitivities = Set.copyOf(sensitivities);
    types = Set.copyOf(types);
    codes = List.copyOf(codes);
    sources = List.copyOf(sources);
  }

  boolean isAbout(String type) {
    return types.isEmpty() || types.contains(type);
  }
}
