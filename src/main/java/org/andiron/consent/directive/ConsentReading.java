package org.andiron.consent.directive;

import java.util.List;
import java.util.Optional;
import org.andiron.consent.rule.ConsentDirective;

/** What came of reading a Consent. */
public sealed interface ConsentReading {

  /** Why the Consent must not be written as active; empty if it may be. */
  default List<ConsentProblem> problems() {
    return this instanceof Readable readable ? readable.unknown() : ((Refused) this).reasons();
  }

  /**
   * What a Consent that is stored amounts to: what it says; or, if it cannot be computed, that
   * nobody but the patient may do anything for as long as its period lasts, because what it was
   * meant to deny is not known. Empty if it cannot be computed and names no patient of this server,
   * so that nobody can say whose record it is about, or is not about access at all.
   */
  default Optional<ConsentDirective> inForce() {
    return this instanceof Readable readable
        ? Optional.of(readable.directive())
        : ((Refused) this).instead();
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

  /**
   * It cannot, for these reasons.
   *
   * @param instead what it amounts to if it is stored all the same
   */
  record Refused(List<ConsentProblem> reasons, Optional<ConsentDirective> instead)
      implements ConsentReading {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }
}
