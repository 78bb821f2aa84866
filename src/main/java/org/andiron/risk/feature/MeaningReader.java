package org.andiron.risk.feature;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.risk.model.FeatureValue;
import org.hl7.fhir.r4.model.Coding;

/** Reads coded answers by the code sets that say what they mean. */
final class MeaningReader {

  private MeaningReader() {}

  static ReadValue read(List<Coding> codings, Source source, FeatureKind kind) {
    Set<String> found = new TreeSet<>();
    for (Coding coding : codings) {
      String system = Objects.requireNonNullElse(coding.getSystem(), "");
      String code = coding.getCode();
      if (code != null) {
        source
            .meanings()
            .forEach(
                (meaning, codes) -> {
                  if (codes.contains(system, code)) {
                    found.add(meaning);
                  }
                });
      }
    }
    if (found.isEmpty() && source.otherwise() != null) {
      found.add(source.otherwise());
    }
    if (found.size() != 1) {
      return ReadValue.rejected(
          found.isEmpty() ? IssueCode.UNMAPPED_VALUE : IssueCode.AMBIGUOUS_CODE);
    }
    String meaning = found.iterator().next();
    return ReadValue.of(
        kind == FeatureKind.TRUTH
            ? new FeatureValue.Truth(meaning.equals("true"))
            : new FeatureValue.Category(meaning));
  }
}
