package org.andiron.consent.glass;

import org.andiron.consent.term.Code;
import org.andiron.security.Caller;

/**
 * A request of somebody who breaks the glass, or has.
 *
 * @param purpose what it is for
 * @param interaction code of <a
 *     href="https://hl7.org/fhir/R4/valueset-restful-interaction.html">restful-interaction</a>
 * @param target the resource type or the operation, of nobody in particular
 * @param action code of <a
 *     href="https://hl7.org/fhir/R4/valueset-audit-event-action.html">audit-event-action</a>
 */
public record GlassUse(
    Caller caller, Code purpose, String interaction, String target, String action) {}
