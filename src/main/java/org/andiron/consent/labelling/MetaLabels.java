package org.andiron.consent.labelling;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;

/** The labels in {@code meta.security}. */
final class MetaLabels {

  private MetaLabels() {}

  static Code code(Coding label) {
    return new Code(
        label.hasSystem() ? label.getSystem() : "", label.hasCode() ? label.getCode() : "");
  }

  static Set<Code> codes(Collection<Coding> labels) {
    Set<Code> codes = new LinkedHashSet<>();
    labels.forEach(it -> codes.add(code(it)));
    return codes;
  }

  /**
   * Those set by hand. What a client sends back as it read it is not; what it marks as chosen by a
   * user is.
   */
  static Set<Code> byHand(List<Coding> labels, Set<Code> automatic) {
    return codes(labels.stream().filter(it -> !isOneOf(it, automatic)).toList());
  }

  /** Puts what rules call for in the place of what they called for before. */
  static void replace(Meta meta, Set<Code> before, Set<Code> after) {
    meta.getSecurity().removeIf(it -> isOneOf(it, before) && !after.contains(code(it)));
    Set<Code> present = codes(meta.getSecurity());
    for (Code label : after) {
      if (!present.contains(label)) {
        meta.addSecurity().setSystem(label.system()).setCode(label.value());
      }
    }
  }

  /** An update that leaves out labels keeps them. */
  static void keep(Meta meta, List<Coding> stored) {
    for (Coding label : stored) {
      if (meta.getSecurity().stream().noneMatch(it -> isSame(it, label))) {
        meta.addSecurity(label.copy());
      }
    }
  }

  private static boolean isOneOf(Coding label, Set<Code> codes) {
    return !label.getUserSelected() && codes.contains(code(label));
  }

  private static boolean isSame(Coding one, Coding other) {
    return code(one).equals(code(other))
        && one.getUserSelected() == other.getUserSelected()
        && one.hasUserSelected() == other.hasUserSelected()
        && Objects.equals(one.getVersion(), other.getVersion());
  }
}
