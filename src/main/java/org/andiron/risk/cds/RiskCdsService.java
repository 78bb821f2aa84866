package org.andiron.risk.cds;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.feedback.Giver;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.registry.RegisteredModel;
import org.andiron.security.CallerOfRequest;
import org.andiron.server.CdsService;

/** One model at one hook. */
final class RiskCdsService implements CdsService {

  private final RegisteredModel model;
  private final Hook hook;
  private final List<PrefetchTemplate> templates;
  private final CallRights rights;
  private final HookAnswers answers;
  private final FeedbackIntake feedback;

  RiskCdsService(
      RegisteredModel model,
      Hook hook,
      List<PrefetchTemplate> templates,
      CallRights rights,
      HookAnswers answers,
      FeedbackIntake feedback) {
    this.model = model;
    this.hook = hook;
    this.templates = templates;
    this.rights = rights;
    this.answers = answers;
    this.feedback = feedback;
  }

  @Override
  public Description description() {
    ModelCard card = model.installed().content().model().card();
    CardWords words = CardWords.in(Language.ENGLISH);
    Map<String, String> prefetch = new LinkedHashMap<>();
    templates.forEach(it -> prefetch.put(it.key(), it.query()));
    return new Description(
        id(),
        hook.code(),
        words.say("title." + hook.code(), card.title().en()),
        card.intendedUse().en() + " " + card.notice().en(),
        prefetch,
        words.say("usage"));
  }

  private String id() {
    return model.key().id() + "-" + hook.code();
  }

  @Override
  public Answering admit(HttpServletRequest request) {
    RequestDetails details = rights.admit(request);
    return new Answering() {

      @Override
      public ObjectNode answer(JsonNode call) {
        return answers.answer(
            new HookAnswers.Asked(model, hook, templates, call), request, details);
      }

      @Override
      public void take(JsonNode body) {
        feedback.take(id(), model.key().id(), Giver.of(CallerOfRequest.of(request)), body);
      }
    };
  }
}
