package org.andiron.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;

class ReferenceTargetTest {

  @Test
  void isReadFromTheLiteral() {
    assertThat(ReferenceTarget.of("Patient/1"))
        .isEqualTo(new ReferenceTarget("Patient/1", false, "Patient", null));
    assertThat(ReferenceTarget.of("Patient/1/_history/2"))
        .isEqualTo(new ReferenceTarget("Patient/1", false, "Patient", "2"));
    assertThat(ReferenceTarget.of("http://a/fhir/Patient/1/_history/2"))
        .isEqualTo(new ReferenceTarget("http://a/fhir/Patient/1", true, "Patient", "2"));
    assertThat(ReferenceTarget.of("http://a/other/1"))
        .isEqualTo(new ReferenceTarget("http://a/other/1", true, null, null));
    assertThat(ReferenceTarget.of("urn:uuid:9f"))
        .isEqualTo(new ReferenceTarget("urn:uuid:9f", true, null, null));
    assertThat(ReferenceTarget.of("Patient?identifier=http://a|1"))
        .isEqualTo(new ReferenceTarget("Patient?identifier=http://a|1", false, null, null));
    assertThat(ReferenceTarget.of("/").type()).isNull();
    assertThat(ReferenceTarget.of("Patient").type()).isNull();
  }

  @Test
  void hasTheTypeOfAContainedResource() {
    Observation from = new Observation();
    Practitioner contained = new Practitioner();
    contained.setId("#p");
    from.addContained(contained);
    assertThat(ReferenceTarget.typeOf(new Reference("#p"), from)).isEqualTo("Practitioner");
    assertThat(ReferenceTarget.typeOf(new Reference("#q"), from)).isNull();
    assertThat(ReferenceTarget.typeOf(new Reference("#"), from)).isEqualTo("Observation");
  }

  @Test
  void hasTheTypeThatTheReferenceStates() {
    Observation from = new Observation();
    assertThat(ReferenceTarget.typeOf(new Reference().setType("Patient"), from))
        .isEqualTo("Patient");
    assertThat(ReferenceTarget.typeOf(new Reference(new Patient()), from)).isEqualTo("Patient");
    assertThat(ReferenceTarget.typeOf(new Reference(), from)).isNull();
  }
}
