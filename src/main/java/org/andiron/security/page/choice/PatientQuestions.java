package org.andiron.security.page.choice;

import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import java.util.UUID;

/**
 * Questions and their answers, in the session of the user: nobody else can ask or answer, and both
 * end with it. Each is taken once.
 */
public final class PatientQuestions {

  /** Where a question is answered. */
  public static final String PAGE = "/auth/patient";

  /** Parameter of that page, and of the way back. */
  public static final String PARAMETER = "question";

  private static final String QUESTION = "andiron.patient-question.";
  private static final String ANSWER = "andiron.patient-answer.";

  private PatientQuestions() {}

  /** Asks; {@code create} makes the question for its id, so that the way back can name it. */
  public static String ask(HttpSession session, QuestionForId create) {
    String id = UUID.randomUUID().toString();
    session.setAttribute(QUESTION + id, create.question(id));
    return PAGE + "?" + PARAMETER + "=" + id;
  }

  /** Makes a question that knows its id. */
  @FunctionalInterface
  public interface QuestionForId {
    PatientQuestion question(String id);
  }

  /** The question of that id, unless it was answered. */
  public static Optional<PatientQuestion> find(HttpSession session, String id) {
    return session.getAttribute(QUESTION + id) instanceof PatientQuestion question
        ? Optional.of(question)
        : Optional.empty();
  }

  /** Answers; the caller has checked that the user may see the patient. */
  public static void answer(HttpSession session, String id, PatientAnswer answer) {
    session.removeAttribute(QUESTION + id);
    session.setAttribute(ANSWER + id, answer);
  }

  /** The answer to a question, which is forgotten by this. */
  public static Optional<PatientAnswer> takeAnswer(HttpSession session, String id) {
    Object answer = session.getAttribute(ANSWER + id);
    session.removeAttribute(ANSWER + id);
    return answer instanceof PatientAnswer given ? Optional.of(given) : Optional.empty();
  }
}
