package org.andiron.ops.metrics;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * Every meter of Andiron's own with every tag it can carry. No tag ever holds a value that a caller
 * chose: ids, query strings and names the server does not know are folded into {@code other}.
 */
public enum AndironMeter implements MeterDocumentation {

  /**
   * Requests to the FHIR endpoint, refused ones included, from first byte read to last byte
   * written.
   */
  FHIR_REQUESTS("fhir.server.requests", Meter.Type.TIMER, RequestTag.values()),

  /** Requests being worked on now. */
  ADMISSION_RUNNING("andiron.admission.running", Meter.Type.GAUGE, AdmissionTag.WORK),

  /** Requests waiting to be worked on now. */
  ADMISSION_WAITING("andiron.admission.waiting", Meter.Type.GAUGE, AdmissionTag.WORK),

  /** How long admitted requests waited. */
  ADMISSION_WAIT("andiron.admission.wait", Meter.Type.TIMER, AdmissionTag.WORK),

  /** Requests refused with 429 or 503. */
  ADMISSION_REFUSED(
      "andiron.admission.refused", Meter.Type.COUNTER, AdmissionTag.WORK, AdmissionTag.REASON),

  /** Answers that were withheld because they held what the caller may not see. */
  SECURITY_WITHHELD("andiron.security.withheld", Meter.Type.COUNTER),

  /** About which part of the records is in the search index, 0 to 1. */
  SEARCH_INDEX("andiron.search.index", Meter.Type.GAUGE),

  /** How long ago the newest head of the audit log of that time was anchored. */
  AUDIT_ANCHOR_LAG("andiron.audit.anchor.lag", Meter.Type.GAUGE, AuditTag.ANCHOR),

  /** How many sealed records of the audit log are not exported yet. */
  AUDIT_SIEM_LAG("andiron.audit.siem.lag", Meter.Type.GAUGE),

  /** Scores of a risk model today, of all nodes. */
  RISK_SCORES(
      "andiron.risk.scores", Meter.Type.GAUGE, RiskTag.MODEL, RiskTag.VERSION, RiskTag.RESULT),

  /** Part of an input of a risk model that is missing today, 0 to 1. */
  RISK_MISSING(
      "andiron.risk.missing", Meter.Type.GAUGE, RiskTag.MODEL, RiskTag.VERSION, RiskTag.INPUT),

  /** Population stability index of today. */
  RISK_STABILITY(
      "andiron.risk.stability",
      Meter.Type.GAUGE,
      RiskTag.MODEL,
      RiskTag.VERSION,
      RiskTag.OF,
      RiskTag.INPUT),

  /** Limits that are passed by a risk model now. */
  RISK_ALARMS("andiron.risk.alarms", Meter.Type.GAUGE, RiskTag.MODEL, RiskTag.VERSION),

  /** What users did with cards of a risk model. */
  RISK_FEEDBACK(
      "andiron.risk.feedback", Meter.Type.COUNTER, RiskTag.MODEL, RiskTag.VERSION, RiskTag.RESULT),

  /** Outcomes of scored patients that are known. */
  RISK_OUTCOMES(
      "andiron.risk.outcomes", Meter.Type.GAUGE, RiskTag.MODEL, RiskTag.VERSION, RiskTag.OUTCOME),

  /** Of these, how many came about for each that was expected to; 1 is ideal. */
  RISK_CALIBRATION(
      "andiron.risk.calibration",
      Meter.Type.GAUGE,
      RiskTag.MODEL,
      RiskTag.VERSION,
      RiskTag.OUTCOME);

  private final String meterName;
  private final Meter.Type type;
  private final KeyName[] tags;

  AndironMeter(String meterName, Meter.Type type, KeyName... tags) {
    this.meterName = meterName;
    this.type = type;
    this.tags = tags;
  }

  @Override
  public String getName() {
    return meterName;
  }

  @Override
  public Meter.Type getType() {
    return type;
  }

  @Override
  public KeyName[] getKeyNames() {
    return tags.clone();
  }

  /** Tags of {@link #FHIR_REQUESTS}. */
  public enum RequestTag implements KeyName {

    /**
     * Code of an interaction, {@code $name} of an operation this server has, {@code $other} for any
     * other.
     */
    INTERACTION("interaction"),

    /**
     * R4 resource type; {@code system} if the request has none; {@code other} if it names something
     * else.
     */
    TYPE("type"),

    /**
     * HTTP status if it is one the server is known to send, else its class ({@code 4xx}), else
     * {@code other}.
     */
    STATUS("status");

    private final String key;

    RequestTag(String key) {
      this.key = key;
    }

    @Override
    public String asString() {
      return key;
    }
  }

  /** Tags of the admission meters. */
  public enum AdmissionTag implements KeyName {

    /**
     * Class of work: {@code read}, {@code search}, {@code write}, {@code transaction}, {@code
     * heavy}.
     */
    WORK("work"),

    /** Why: {@code caller}, {@code server-full}, {@code queue-full}, {@code timeout}. */
    REASON("reason");

    private final String key;

    AdmissionTag(String key) {
      this.key = key;
    }

    @Override
    public String asString() {
      return key;
    }
  }

  /** Tags of the meters of the audit log. */
  public enum AuditTag implements KeyName {

    /** Kind: {@code file}, {@code syslog}, {@code http}, {@code time-stamp}. */
    ANCHOR("anchor");

    private final String key;

    AuditTag(String key) {
      this.key = key;
    }

    @Override
    public String asString() {
      return key;
    }
  }

  /** Tags of the meters of risk models; names of models and inputs are those of their cards. */
  public enum RiskTag implements KeyName {
    MODEL("model"),
    VERSION("version"),

    /** {@code scored}, {@code refused}; of feedback {@code accepted}, {@code overridden}. */
    RESULT("result"),

    /** {@code feature}, {@code units}, {@code score}. */
    OF("of"),

    /** Empty where it is of the score. */
    INPUT("input"),

    /** Id of the outcome in the card. */
    OUTCOME("outcome");

    private final String key;

    RiskTag(String key) {
      this.key = key;
    }

    @Override
    public String asString() {
      return key;
    }
  }
}
