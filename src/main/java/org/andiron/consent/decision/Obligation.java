package org.andiron.consent.decision;

import org.andiron.consent.rule.ResourceRef;
import org.jspecify.annotations.Nullable;

/** What must be done by whoever makes use of a permission. */
public sealed interface Obligation {

  /** A part of the resource must not be shown: it would be denied if it were a resource. */
  record MaskPart(String path) implements Obligation {}

  /**
   * An alert, a task for review, and an entry in the report of the patient.
   *
   * @param reason null if a consent or policy permits it for that purpose and none was given
   */
  record ReportBreakGlass(ResourceRef patient, @Nullable String reason) implements Obligation {}
}
