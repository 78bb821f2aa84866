package org.andiron.consent.decision;

import java.util.Set;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeHierarchy;
import org.jspecify.annotations.Nullable;

/** Whether a rule for some purposes is one for the purpose of a request. */
final class PurposeMatch {

  static final Code BREAK_GLASS = Code.purpose("BTG");
  private static final Code TREATMENT = Code.purpose("TREAT");
  private static final Code RESEARCH = Code.purpose("HRESCH");

  private PurposeMatch() {}

  static boolean any(Set<Code> ruled, @Nullable Code asked, ProvisionType type) {
    if (asked == null) {
      return type == ProvisionType.DENY;
    }
    for (Code purpose : ruled) {
      if (covers(purpose, asked, type)) {
        return true;
      }
    }
    return false;
  }

  /**
   * To break the glass is a kind of treatment in the hierarchy, but who permits treatment has not
   * permitted that.
   */
  private static boolean covers(Code ruled, Code asked, ProvisionType type) {
    if (type == ProvisionType.PERMIT && asked.equals(BREAK_GLASS) && ruled.equals(TREATMENT)) {
      return false;
    }
    return CodeHierarchy.PURPOSES.subsumes(ruled, asked);
  }

  static boolean isResearch(Code asked) {
    return CodeHierarchy.PURPOSES.subsumes(RESEARCH, asked);
  }
}
