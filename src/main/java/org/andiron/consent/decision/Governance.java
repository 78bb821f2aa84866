package org.andiron.consent.decision;

import org.andiron.consent.term.Code;

/**
 * What those need who see to it that consents are kept, and patients therefore do not withhold from
 * them: the consents, the records of who has looked, and the tasks by which they are asked to look
 * at a broken glass.
 */
public final class Governance {

  /** Of DICOM: Emergency Override Started. */
  private static final Code BROKEN_GLASS =
      new Code("http://dicom.nema.org/resources/ontology/DCM", "110127");

  private Governance() {}

  /** Whether a resource is of that kind. */
  public static boolean concerns(ResourceFacts resource) {
    return switch (resource.type()) {
      case "Consent", "AuditEvent" -> true;
      case "Task" -> resource.codes().contains(BROKEN_GLASS);
      default -> false;
    };
  }
}
