package org.andiron.risk.operation;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.risk.registry.RegisteredModel;
import org.andiron.risk.registry.RegisteredModels;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** Finds the models that a request names. */
final class ModelChoice {

  private final RegisteredModels models;

  ModelChoice(RegisteredModels models) {
    this.models = models;
  }

  /**
   * The models, in the order in which they are named, none twice; the champions of all if none is.
   *
   * @param names each the id of a model or the URL of its card, and perhaps {@code |} and a version
   * @throws InvalidRequestException if there is no such model, or none at all
   */
  List<RegisteredModel> of(@Nullable List<StringType> names) {
    if (names == null || names.isEmpty()) {
      List<RegisteredModel> champions = models.champions();
      if (champions.isEmpty()) {
        throw new InvalidRequestException(
            "This server has no risk model in use; nothing was scored. See [base]/$risk-models.");
      }
      return champions;
    }
    Set<RegisteredModel> chosen = new LinkedHashSet<>();
    for (StringType name : names) {
      chosen.add(one(name.getValueNotNull()));
    }
    return new ArrayList<>(chosen);
  }

  private RegisteredModel one(String name) {
    int bar = name.indexOf('|');
    String model = bar < 0 ? name : name.substring(0, bar);
    String id =
        models.enabled().stream()
            .filter(it -> it.installed().content().model().card().url().equals(model))
            .map(it -> it.key().id())
            .findFirst()
            .orElse(model);
    Optional<RegisteredModel> found =
        bar < 0 ? models.find(id) : models.find(id, name.substring(bar + 1));
    return found.orElseThrow(
        () ->
            new InvalidRequestException(
                "'model' names no risk model that is in use here: "
                    + (name.matches("[A-Za-z0-9._:/|-]{1,200}") ? name : "(unreadable)")
                    + ". [base]/$risk-models lists them; a version is given as in"
                    + " pce-2013|1.0.0. Nothing was scored."));
  }
}
