package org.andiron.risk.assessment;

import static org.andiron.risk.assessment.Conformance.valid;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.andiron.risk.Installed;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.SourceAttribute;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Device.FHIRDeviceStatus;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelResourcesTest {

  private static final String BASE = "https://server.example/fhir";

  static List<String> models() {
    return Installed.all().all().stream().map(InstalledModel::id).toList();
  }

  private static ModelResources of(String model) {
    return new ModelResources(Installed.model(model));
  }

  private static String markdown(InstalledModel model) {
    DocumentReference document = new ModelResources(model).card(DocumentReferenceStatus.CURRENT);
    return new String(
        document.getContentFirstRep().getAttachment().getData(), StandardCharsets.UTF_8);
  }

  @Test
  void aModelIsAnArtificialIntelligenceWithVersionAndDigest() {
    InstalledModel model = Installed.model("prevent-2023");
    Device device = valid(of("prevent-2023").device(FHIRDeviceStatus.ACTIVE));
    assertThat(device.getType().getCodingFirstRep())
        .extracting(Coding::getSystem, Coding::getCode)
        .containsExactly(
            "http://hl7.org/fhir/uv/aitransparency/CodeSystem/AIdeviceTypeCS",
            "Artificial-Intelligence");
    assertThat(device.getVersion())
        .extracting(Device.DeviceVersionComponent::getValue)
        .containsExactly("1.0.0", model.content().digest());
    assertThat(device.getIdentifier())
        .extracting(Identifier::getValue)
        .containsExactly(
            "https://andiron.org/risk-models/prevent-2023|1.0.0", model.content().digest());
    assertThat(device.getUrl()).isEqualTo("https://andiron.org/risk-models/prevent-2023");
    Reference card = (Reference) device.getExtensionByUrl(RiskVocabulary.MODEL_CARD).getValue();
    assertThat(card.getReference()).isEqualTo("DocumentReference/" + of("prevent-2023").id());
  }

  @Test
  void aCardIsAModelCardInMarkdownAboutTheDevice() {
    DocumentReference card = valid(of("lace").card(DocumentReferenceStatus.CURRENT));
    assertThat(card.getType().getCodingFirstRep().getCode()).isEqualTo("AIModelCard");
    assertThat(card.getCategoryFirstRep().getCodingFirstRep().getCode())
        .isEqualTo("AIModelCardMarkdownFormat");
    assertThat(card.getSubject().getReference()).isEqualTo("Device/" + of("lace").id());
    assertThat(card.getContentFirstRep().getAttachment().getContentType())
        .isEqualTo("text/markdown");
  }

  /** 45 CFR 170.315(b)(11)(iv)(B) has 31. */
  @ParameterizedTest
  @MethodSource("models")
  void aCardHasAllSourceAttributes(String id) {
    InstalledModel model = Installed.model(id);
    ModelCard card = model.content().model().card();
    String text = markdown(model);
    assertThat(SourceAttribute.values()).hasSize(31);
    List<String> lines = text.lines().map(it -> it.replace("\\", "")).toList();
    for (SourceAttribute attribute : SourceAttribute.values()) {
      String written = card.attributes().texts().get(attribute).strip().replace("\\", "");
      assertThat(title(attribute)).isNotBlank();
      assertThat(written).as(attribute.name()).isNotBlank();
      assertThat(lines).contains("- **%s**: %s".formatted(title(attribute), written));
    }
    assertThat(text)
        .contains(model.content().digest(), "## References", "## Inputs")
        .doesNotContain("null");
  }

  private static String title(SourceAttribute attribute) {
    return ResourceBundle.getBundle("risk/model-card", Locale.ROOT)
        .getString("attribute." + attribute.name());
  }

  @Test
  void idsFitAndAreOfModelVersionAndDigest(@TempDir Path root) {
    assertThat(models()).allSatisfy(id -> assertThat(of(id).id()).matches("[A-Za-z0-9.-]{1,64}"));
    assertThat(models().stream().map(id -> of(id).id())).doesNotHaveDuplicates();
    String shipped = of("lace").id();
    assertThat(of("lace").id()).isEqualTo(shipped).startsWith("risk-lace-");
    Changed other =
        Changed.copy(root, "lace").with("model.json", "\"licence\": \"", "\"licence\": \"x ");
    assertThat(new ModelResources(other.scorer().model()).id()).isNotEqualTo(shipped);
  }

  @Test
  void allModelsAreListedWithTheirCards() {
    Bundle bundle = valid(AnswerBundle.ofModels(Installed.all().all(), BASE));
    assertThat(bundle.getType()).isEqualTo(Bundle.BundleType.COLLECTION);
    assertThat(bundle.getEntry())
        .hasSize(2 * models().size())
        .allSatisfy(
            it ->
                assertThat(it.getFullUrl())
                    .isEqualTo(
                        "%s/%s/%s",
                        BASE,
                        it.getResource().fhirType(),
                        it.getResource().getIdElement().getIdPart()));
    assertThat(bundle.getEntry().get(0).getResource()).isInstanceOf(Device.class);
    assertThat(bundle.getEntry().get(1).getResource()).isInstanceOf(DocumentReference.class);
  }

  @Test
  void answersOfSeveralModelsAreOneCollection() {
    Bundle bundle =
        valid(
            AnswerBundle.ofAnswers(
                List.of(
                    Scored.assessed("pce-2013", Scored.pooledCohort()),
                    Scored.guided("lace", Scored.pooledCohort())),
                BASE));
    assertThat(bundle.getEntry())
        .extracting(BundleEntryComponent::getFullUrl)
        .allMatch(it -> it.startsWith("urn:uuid:"))
        .doesNotHaveDuplicates();
    assertThat(bundle.getEntry())
        .extracting(it -> it.getResource().fhirType())
        .containsExactly("RiskAssessment", "GuidanceResponse");
  }

  @Test
  void aStoredAnswerIsUnderItsAddress() {
    var stored = Scored.assessed("pce-2013", Scored.pooledCohort());
    stored.setId("RiskAssessment/7/_history/1");
    assertThat(AnswerBundle.ofAnswers(List.of(stored), BASE).getEntryFirstRep().getFullUrl())
        .isEqualTo(BASE + "/RiskAssessment/7");
  }
}
