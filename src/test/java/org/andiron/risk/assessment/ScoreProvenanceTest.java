package org.andiron.risk.assessment;

import static org.andiron.risk.assessment.Conformance.valid;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.andiron.risk.feature.ResourceVersion;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityComponent;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityRole;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;

class ScoreProvenanceTest {

  private final Score score = Scored.score("pce-2013", Scored.pooledCohort());
  private final Provenance provenance =
      valid(
          ScoreProvenance.of(
              score,
              new Reference("RiskAssessment/7/_history/1"),
              Instant.parse("2026-03-01T12:00:05Z"),
              new Reference("Practitioner/3")));

  @Test
  void saysThatSoftwareAssertedItAndForWhom() {
    assertThat(provenance.getTargetFirstRep().getReference())
        .isEqualTo("RiskAssessment/7/_history/1");
    assertThat(provenance.getReasonFirstRep().getCodingFirstRep().getCode()).isEqualTo("AIAST");
    assertThat(provenance.getAgent()).hasSize(1);
    var agent = provenance.getAgentFirstRep();
    assertThat(agent.getRoleFirstRep().getCodingFirstRep().getCode())
        .isEqualTo("Artificial-Intelligence");
    assertThat(agent.getWho().getReference())
        .isEqualTo("Device/" + new ModelResources(score.model()).id());
    assertThat(agent.getOnBehalfOf().getReference()).isEqualTo("Practitioner/3");
    assertThat(provenance.getRecorded()).isEqualTo(Instant.parse("2026-03-01T12:00:05Z"));
  }

  @Test
  void namesSourcesInTheirVersionsAndTheCardLast() {
    List<ProvenanceEntityComponent> entities = provenance.getEntity();
    assertThat(entities)
        .extracting(it -> it.getWhat().getReference())
        .startsWith(score.basis().stream().map(ResourceVersion::reference).toArray(String[]::new))
        .endsWith("DocumentReference/" + new ModelResources(score.model()).id())
        .hasSize(score.basis().size() + 1);
    assertThat(entities.get(0).getRole()).isEqualTo(ProvenanceEntityRole.SOURCE);
    assertThat(entities.get(entities.size() - 1).getRole())
        .isEqualTo(ProvenanceEntityRole.DERIVATION);
  }

  @Test
  void hasTheHashesOfModelAndInputs() {
    Extension computation = provenance.getExtensionByUrl(RiskVocabulary.COMPUTATION);
    assertThat(computation.getExtensionByUrl("modelDigest").getValue().primitiveValue())
        .isEqualTo(score.model().content().digest());
    assertThat(computation.getExtensionByUrl("inputHash").getValue().primitiveValue())
        .isEqualTo(score.inputHash());
  }
}
