package org.andiron.risk.cds;

import java.util.Arrays;
import java.util.Optional;

/** Why a user does not follow a card: codes of {@link #SYSTEM}. */
enum OverrideReason {
  /** A value that was used is wrong or no longer right. */
  WRONG_DATA("wrong-data"),
  /** The model is not made for such a patient. */
  NOT_APPLICABLE("not-applicable"),
  /** What the card says is known, and acted upon. */
  KNOWN("known"),
  /** The clinician judges otherwise. */
  JUDGEMENT("judgement"),
  /** The patient wishes otherwise. */
  PATIENT_PREFERENCE("patient-preference"),
  OTHER("other");

  static final String SYSTEM = "https://andiron.org/fhir/CodeSystem/risk-override-reason";

  private final String code;

  OverrideReason(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }

  static Optional<OverrideReason> of(String code) {
    return Arrays.stream(values()).filter(it -> it.code.equals(code)).findFirst();
  }
}
