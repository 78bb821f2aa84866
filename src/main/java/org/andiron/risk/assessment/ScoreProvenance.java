package org.andiron.risk.assessment;

import java.time.Instant;
import java.util.Date;
import org.andiron.risk.feature.ResourceVersion;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceAgentComponent;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityRole;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Who computed a score, by what and from what.
 *
 * @see <a href="https://build.fhir.org/ig/HL7/aitransparency-ig/">AI Transparency on FHIR</a>
 */
public final class ScoreProvenance {

  private static final String PARTICIPANTS =
      "http://terminology.hl7.org/CodeSystem/provenance-participant-type";

  private ScoreProvenance() {}

  /**
   * The Provenance.
   *
   * @param target the stored RiskAssessment, best in its version
   * @param recorded when it was computed
   * @param requester for whom, if that is known
   */
  public static Provenance of(
      Score score, Reference target, Instant recorded, @Nullable Reference requester) {
    ModelResources model = new ModelResources(score.model());
    Provenance provenance = new Provenance();
    provenance.setMeta(RiskVocabulary.labelled());
    provenance.addTarget(target);
    provenance.setOccurred(RiskAssessmentFactory.dateTime(score.asOf()));
    provenance.setRecorded(Date.from(recorded));
    provenance.addReason(new CodeableConcept(RiskVocabulary.aiAsserted()));
    ProvenanceAgentComponent agent = provenance.addAgent();
    agent.setType(new CodeableConcept(new Coding(PARTICIPANTS, "author", "Author")));
    agent.addRole(new CodeableConcept(RiskVocabulary.artificialIntelligence()));
    agent.setWho(model.device());
    if (requester != null) {
      agent.setOnBehalfOf(requester);
    }
    for (ResourceVersion source : score.basis()) {
      provenance
          .addEntity()
          .setRole(ProvenanceEntityRole.SOURCE)
          .setWhat(RiskVocabulary.reference(source));
    }
    provenance.addEntity().setRole(ProvenanceEntityRole.DERIVATION).setWhat(model.document());
    provenance.addExtension(RiskAssessmentFactory.computation(score));
    return provenance;
  }
}
