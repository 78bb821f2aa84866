package org.andiron.risk.cds;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.RegisteredModel;
import org.andiron.server.CdsContribution;

/** Two services for each model that has a champion which may be used today. */
final class RiskCdsServices implements CdsContribution {

  private final ModelRegistry registry;
  private final CallRights rights;
  private final HookAnswers answers;
  private final FeedbackIntake feedback;
  private final Clock clock;

  /** By digest of the package. */
  private final Map<String, List<PrefetchTemplate>> templates = new ConcurrentHashMap<>();

  RiskCdsServices(
      ModelRegistry registry,
      CallRights rights,
      HookAnswers answers,
      FeedbackIntake feedback,
      Clock clock) {
    this.registry = registry;
    this.rights = rights;
    this.answers = answers;
    this.feedback = feedback;
    this.clock = clock;
  }

  @Override
  public List<RiskCdsService> services() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    List<RiskCdsService> services = new ArrayList<>();
    for (RegisteredModel model : registry.current().champions()) {
      if (model.installed().content().model().card().obstacle(today).isEmpty()) {
        for (Hook hook : Hook.values()) {
          services.add(
              new RiskCdsService(
                  model, hook, templates(model.installed()), rights, answers, feedback));
        }
      }
    }
    return services;
  }

  private List<PrefetchTemplate> templates(InstalledModel model) {
    return templates.computeIfAbsent(
        model.content().digest(),
        digest -> PrefetchTemplate.of(RecordNeeds.of(List.of(model.features()))));
  }
}
