package org.andiron.searchoracle;

import static org.andiron.searchoracle.EdgeDraft.coding;

import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudySeriesComponent;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudyStatus;

/** Imaging studies with any number of series and instances. */
final class EdgeStudies {

  private static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String SOP = "urn:ietf:rfc:3986";

  private static final List<ImagingStudyStatus> STATUS =
      List.of(
          ImagingStudyStatus.REGISTERED,
          ImagingStudyStatus.AVAILABLE,
          ImagingStudyStatus.CANCELLED,
          ImagingStudyStatus.ENTEREDINERROR);

  private static final String[] STARTS = {
    "",
    "2024",
    "2024-03",
    "2024-03-01",
    "2024-02-29T23:30:00-05:00",
    "2024-03-01T00:30:00+14:00",
    "2024-03-01T00:00:00Z",
    "2024-02-29T23:59:59.999Z",
    "2024-03-01T12:30:45.5Z"
  };

  private EdgeStudies() {}

  static void addTo(EdgeDraft draft) {
    for (int i = 0; i < 22; i++) {
      ImagingStudy study = draft.add(new ImagingStudy());
      study.setStatus(STATUS.get(i % STATUS.size()));
      study.setSubject(i % 6 == 5 ? draft.to("Device", 1) : draft.inTurn(i, "Patient", 2 + i % 4));
      if (i > 0) {
        EdgePeople.identifiers(i, "ImagingStudy").forEach(study::addIdentifier);
        String start = STARTS[i % STARTS.length];
        if (!start.isEmpty()) {
          study.getStartedElement().setValueAsString(start);
        }
        CodeableConcept reason = draft.conceptInTurn(i);
        if (reason != null) {
          study.addReasonCode(reason);
        }
        addReferences(draft, study, i);
        for (int series = 0; series < i % 3; series++) {
          addSeries(draft, study.addSeries(), i, series);
        }
      }
    }
  }

  private static void addReferences(EdgeDraft draft, ImagingStudy study, int i) {
    if (i % 3 == 1) {
      study.setEncounter(draft.inTurn(i / 3, "Encounter", 1 + i));
      study.addBasedOn(draft.to("ServiceRequest", 1 + i % 4));
    }
    if (i % 3 == 2) {
      study.setReferrer(draft.inTurn(i / 3, "Practitioner", 2 + i % 3));
      study.addInterpreter(draft.inTurn(i / 3 + 1, "Practitioner", 2));
    }
    if (i % 5 == 2) {
      study.addEndpoint(draft.to("Endpoint", 1));
    }
  }

  private static void addSeries(
      EdgeDraft draft, ImagingStudySeriesComponent series, int i, int number) {
    String uid = "1.2.840.99." + i + "." + number;
    series.setUid(uid).setModality(coding(DCM, (i + number) % 2 == 0 ? "CT" : "MR", "Röntgen"));
    switch ((i + number) % 4) {
      case 0 -> series.setBodySite(coding(draft.sites(), "lung", "Lung"));
      case 1 -> series.setBodySite(coding(draft.sites(), "upper-lobe", "Oberlappen"));
      case 2 -> series.setBodySite(coding("", "lung", ""));
      default -> {}
    }
    if (i % 4 == 1) {
      series.addPerformer().setActor(draft.to("Practitioner", 3));
      series.addEndpoint(draft.to("Endpoint", 2));
    }
    if (i % 4 == 2) {
      series.addPerformer().setActor(draft.to("Patient", 3));
    }
    for (int instance = 0; instance < 1 + i % 2; instance++) {
      series
          .addInstance()
          .setUid(uid + "." + instance)
          .setSopClass(
              coding(SOP, "urn:oid:1.2.840.10008.5.1.4.1.1." + (2 + instance), "CT Image Storage"));
    }
  }
}
