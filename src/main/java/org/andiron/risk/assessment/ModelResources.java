package org.andiron.risk.assessment;

import static org.andiron.risk.assessment.RiskVocabulary.AI_GUIDE;
import static org.andiron.risk.assessment.RiskVocabulary.URIS;
import static org.andiron.risk.assessment.RiskVocabulary.canonical;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.SourceAttribute;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Device.DeviceNameType;
import org.hl7.fhir.r4.model.Device.FHIRDeviceStatus;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.ReferredDocumentStatus;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * A model as a Device and its card as a DocumentReference. Their ids depend on the model, its
 * version and its digest alone, so that a score of years ago names exactly what computed it.
 *
 * @see <a href="https://build.fhir.org/ig/HL7/aitransparency-ig/">AI Transparency on FHIR</a>
 */
public record ModelResources(InstalledModel model) {

  private static final int LONGEST_NAME = 30;
  private static final int DIGITS = 24;

  /** The logical id of the Device and of the DocumentReference. */
  public String id() {
    String slug = card().id().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    MessageDigest digest = InputHash.sha256();
    digest.update(canonical(card()).getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    digest.update(model.content().digest().getBytes(StandardCharsets.UTF_8));
    return "risk-"
        + slug.substring(0, Math.min(LONGEST_NAME, slug.length()))
        + "-"
        + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  /** A reference to the Device. */
  public Reference device() {
    return new Reference("Device/" + id()).setDisplay(card().title().en());
  }

  /** A reference to the card. */
  public Reference document() {
    return new Reference("DocumentReference/" + id()).setDisplay(card().title().en());
  }

  /** The Device. */
  public Device device(FHIRDeviceStatus status) {
    Device device = new Device();
    device.setId(id());
    device.setLanguage("en");
    device.setStatus(status);
    device.addIdentifier(identifier());
    device.addIdentifier(digest());
    device.setManufacturer(card().attributes().texts().get(SourceAttribute.DEVELOPER));
    device.addDeviceName().setName(card().title().en()).setType(DeviceNameType.USERFRIENDLYNAME);
    device.addDeviceName().setName(card().title().zh()).setType(DeviceNameType.OTHER);
    device.addDeviceName().setName(card().id()).setType(DeviceNameType.MODELNAME);
    device.setModelNumber(card().id());
    device.setType(new CodeableConcept(RiskVocabulary.artificialIntelligence()));
    device
        .addVersion()
        .setType(new CodeableConcept().setText("Version"))
        .setValue(card().version());
    device
        .addVersion()
        .setType(new CodeableConcept().setText("SHA-256 of the package"))
        .setValue(model.content().digest());
    device.setUrl(card().url());
    device.addNote().setText(card().intendedUse().en());
    device.addNote().setText(card().notice().en());
    device.addExtension(new Extension(RiskVocabulary.MODEL_CARD, document()));
    Narratives.of(device, Language.ENGLISH, card().title().en(), canonical(card()));
    return device;
  }

  /** The card, with all source attributes, in Markdown. */
  public DocumentReference card(DocumentReferenceStatus status) {
    byte[] text = new ModelCardText(model).markdown().getBytes(StandardCharsets.UTF_8);
    DocumentReference document = new DocumentReference();
    document.setId(id());
    document.setLanguage("en");
    document.setStatus(status);
    document.setDocStatus(ReferredDocumentStatus.FINAL);
    document.addIdentifier(identifier());
    document.addIdentifier(digest());
    document.setType(
        new CodeableConcept(new Coding(AI_GUIDE + "AIinputsCS", "AIModelCard", "AI Model-Card")));
    document.addCategory(
        new CodeableConcept(
            new Coding(AI_GUIDE + "AIinputsCS", "AIModelCardMarkdownFormat", "Markdown Format")));
    document.setSubject(device());
    document.setDescription(card().title().en() + ", version " + card().version());
    document
        .addContent()
        .setAttachment(
            new Attachment()
                .setContentType("text/markdown")
                .setLanguage("en")
                .setTitle(card().title().en())
                .setSize(text.length)
                .setData(text));
    Narratives.of(document, Language.ENGLISH, document.getDescription(), canonical(card()));
    return document;
  }

  private ModelCard card() {
    return model.content().model().card();
  }

  private Identifier identifier() {
    return new Identifier().setSystem(URIS).setValue(canonical(card()));
  }

  /** Of the package; each model has its own system, since two may share all but the card. */
  private Identifier digest() {
    return new Identifier().setSystem(card().url() + "/digest").setValue(model.content().digest());
  }
}
