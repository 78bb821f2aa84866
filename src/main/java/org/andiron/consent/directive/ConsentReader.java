package org.andiron.consent.directive;

import java.time.ZoneId;
import org.hl7.fhir.r4.model.Consent;

/** Reads a Consent of R4 into rules, or says why it cannot be computed. */
public final class ConsentReader {

  private final KnownReferences references;
  private final ZoneId zone;

  /**
   * @param zone in which dates without a time of day are meant
   */
  public ConsentReader(KnownReferences references, ZoneId zone) {
    this.references = references;
    this.zone = zone;
  }

  /** Reads it, whatever its status. */
  public ConsentReading read(Consent consent) {
    throw new UnsupportedOperationException(references + " " + zone + " " + consent.getId());
  }
}
