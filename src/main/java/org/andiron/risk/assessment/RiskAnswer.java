package org.andiron.risk.assessment;

import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.GuidanceResponse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.RiskAssessment;

/**
 * Scores as resources, without id. Safe for use by several threads.
 *
 * @see <a href="https://hl7.org/fhir/R4/riskassessment.html">RiskAssessment</a>
 */
public final class RiskAnswer {

  private final RiskAssessmentFactory assessments;
  private final GuidanceResponseFactory guidance;

  /** Answers in a style. */
  public RiskAnswer(AnswerStyle style) {
    this.assessments = new RiskAssessmentFactory(style);
    this.guidance = new GuidanceResponseFactory(style);
  }

  /**
   * A RiskAssessment if there is an answer for one outcome at least, with those that are withheld
   * in an extension; otherwise a GuidanceResponse, which says what is missing or why there is none.
   */
  public DomainResource of(Score score) {
    return score.isAnswered() ? assessments.of(score) : guidance.of(score);
  }

  /** The identifier by which the same answer is found again, {@code urn:uuid:…}. */
  public static String identifier(DomainResource answer) {
    Identifier identifier =
        answer instanceof RiskAssessment assessment
            ? assessment.getIdentifierFirstRep()
            : ((GuidanceResponse) answer).getIdentifierFirstRep();
    return identifier.getValue();
  }
}
