package org.andiron.consent.directive;

import java.util.List;
import org.andiron.consent.rule.ConsentDirective;

/** What came of reading a Consent. */
public sealed interface ConsentReading {

  /** Why the Consent must not be written as active; empty if it may be. */
  default List<ConsentProblem> problems() {
    return this instanceof Readable readable ? readable.unknown() : ((Refused) this).reasons();
  }

  /**
   * It can be computed.
   *
   * @param unknown references to what is not known here: a reason to refuse the Consent when it is
   *     written; if what they name is deleted later, the rest of it still holds
   */
  record Readable(ConsentDirective directive, List<ConsentProblem> unknown)
      implements ConsentReading {
    public Readable {
      unknown = List.copyOf(unknown);
    }
  }

  /** It cannot, for these reasons. */
  record Refused(List<ConsentProblem> reasons) implements ConsentReading {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }
}
