package org.andiron.consent.rule;

import java.util.Locale;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.jspecify.annotations.Nullable;

/**
 * What is done with data, as in <a
 * href="http://terminology.hl7.org/CodeSystem/consentaction">consentaction</a>. A read, a search
 * and an export are access and disclosure; a create is collection, an update or delete is
 * collection and correction; a calculation on data is use.
 */
public enum ConsentAction {
  COLLECT,
  ACCESS,
  USE,
  DISCLOSE,
  CORRECT;

  /** The action that a code stands for, null if it stands for none. */
  public static @Nullable ConsentAction of(Code code) {
    if (code.system().equals(CodeSystems.CONSENT_ACTION)) {
      for (ConsentAction action : values()) {
        if (action.code().equals(code.value())) {
          return action;
        }
      }
    }
    return null;
  }

  /** As a consent writes it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
