package org.andiron.consent.directive;

import java.util.List;
import org.andiron.consent.rule.ConsentDirective;

/** What came of reading a Consent. */
public sealed interface ConsentReading {

  /** It can be computed. */
  record Readable(ConsentDirective directive) implements ConsentReading {}

  /** It cannot, for these reasons. */
  record Refused(List<ConsentProblem> problems) implements ConsentReading {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
