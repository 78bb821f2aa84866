package org.andiron.risk.model;

/**
 * What users of a predictive model must be told of it: the source attributes of HTI-1.
 *
 * @see <a
 *     href="https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-D/part-170/subpart-C/section-170.315">45
 *     CFR 170.315(b)(11)(iv)(B)</a>
 */
public enum SourceAttribute {
  DEVELOPER(Group.OUTPUT, "developer"),
  FUNDING(Group.OUTPUT, "funding"),
  OUTPUT_VALUE(Group.OUTPUT, "value"),
  OUTPUT_TYPE(Group.OUTPUT, "type"),

  INTENDED_USE(Group.PURPOSE, "intendedUse"),
  POPULATION(Group.PURPOSE, "population"),
  USERS(Group.PURPOSE, "users"),
  DECISION_ROLE(Group.PURPOSE, "decisionRole"),

  OUT_OF_SCOPE(Group.CAUTION, "outOfScope"),
  KNOWN_RISKS(Group.CAUTION, "knownRisks"),

  TRAINING_CRITERIA(Group.DEVELOPMENT, "trainingCriteria"),
  SENSITIVE_INPUTS(Group.DEVELOPMENT, "sensitiveInputs"),
  TRAINING_REPRESENTATIVENESS(Group.DEVELOPMENT, "representativeness"),
  TRAINING_RELEVANCE(Group.DEVELOPMENT, "relevance"),

  FAIRNESS_APPROACH(Group.FAIRNESS, "approach"),
  BIAS_MANAGEMENT(Group.FAIRNESS, "biasManagement"),

  VALIDATION_SOURCE(Group.EXTERNAL_VALIDATION, "source"),
  VALIDATION_TESTERS(Group.EXTERNAL_VALIDATION, "testers"),
  VALIDATION_REPRESENTATIVENESS(Group.EXTERNAL_VALIDATION, "representativeness"),
  VALIDATION_PROCESS(Group.EXTERNAL_VALIDATION, "process"),

  VALIDITY_INTERNAL(Group.PERFORMANCE, "validityInternal"),
  FAIRNESS_INTERNAL(Group.PERFORMANCE, "fairnessInternal"),
  VALIDITY_EXTERNAL(Group.PERFORMANCE, "validityExternal"),
  FAIRNESS_EXTERNAL(Group.PERFORMANCE, "fairnessExternal"),
  OUTCOME_EVALUATIONS(Group.PERFORMANCE, "outcomeEvaluations"),

  VALIDITY_MONITORING(Group.MAINTENANCE, "validityMonitoring"),
  VALIDITY_LOCAL(Group.MAINTENANCE, "validityLocal"),
  FAIRNESS_MONITORING(Group.MAINTENANCE, "fairnessMonitoring"),
  FAIRNESS_LOCAL(Group.MAINTENANCE, "fairnessLocal"),

  UPDATES(Group.UPDATE, "updates"),
  CORRECTIONS(Group.UPDATE, "corrections");

  /** Heading under which an attribute stands. */
  public enum Group {
    OUTPUT("output"),
    PURPOSE("purpose"),
    CAUTION("caution"),
    DEVELOPMENT("development"),
    FAIRNESS("fairness"),
    EXTERNAL_VALIDATION("externalValidation"),
    PERFORMANCE("performance"),
    MAINTENANCE("maintenance"),
    UPDATE("update");

    private final String code;

    Group(String code) {
      this.code = code;
    }

    /** Its name in model.json. */
    public String code() {
      return code;
    }
  }

  private final Group group;
  private final String code;

  SourceAttribute(Group group, String code) {
    this.group = group;
    this.code = code;
  }

  /** The heading. */
  public Group group() {
    return group;
  }

  /** Its name below that of the group in model.json. */
  public String code() {
    return code;
  }
}
