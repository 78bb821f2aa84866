package org.andiron.risk.registry;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** All models at one moment. Immutable. */
public final class RegisteredModels {

  private final long number;
  private final Map<ModelKey, RegisteredModel> models = new TreeMap<>();

  /**
   * @param number of the transition that made it so; 0 before the first
   */
  RegisteredModels(long number, List<RegisteredModel> models) {
    this.number = number;
    models.forEach(it -> this.models.put(it.key(), it));
  }

  /** The number of the transition that made it so; grows. */
  public long number() {
    return number;
  }

  /** All versions of all models, whatever their state, by id and version. */
  public Collection<RegisteredModel> all() {
    return List.copyOf(models.values());
  }

  /** All versions of a model, whatever their state. */
  public List<RegisteredModel> versions(String id) {
    return models.values().stream().filter(it -> it.key().id().equals(id)).toList();
  }

  /** The version that a request for the model gets: its champion. */
  public Optional<RegisteredModel> find(String id) {
    return champion(id);
  }

  /** A version that a request for it gets: neither disabled nor a shadow. */
  public Optional<RegisteredModel> find(String id, String version) {
    return Optional.ofNullable(models.get(new ModelKey(id, version)))
        .filter(RegisteredModels::isUsable)
        .filter(it -> it.state().isShown());
  }

  /** The champion of a model, if it has one that can be used. */
  public Optional<RegisteredModel> champion(String id) {
    return one(id, state -> state == ModelState.CHAMPION).stream().findFirst();
  }

  /** The champions of all models, by id: what a request gets that names no model. */
  public List<RegisteredModel> champions() {
    return models.values().stream()
        .filter(RegisteredModels::isUsable)
        .filter(it -> it.state() == ModelState.CHAMPION)
        .toList();
  }

  /** All that may be shown to somebody. */
  public List<RegisteredModel> enabled() {
    return models.values().stream()
        .filter(RegisteredModels::isUsable)
        .filter(it -> it.state().isShown())
        .toList();
  }

  /** Versions that are scored beside the champion and never shown. */
  public List<RegisteredModel> shadows(String id) {
    return one(id, state -> state == ModelState.SHADOW);
  }

  /** Versions that are scored beside the champion: shadows and challengers. */
  public List<RegisteredModel> beside(String id) {
    return one(id, ModelState::isBeside);
  }

  private List<RegisteredModel> one(String id, Predicate<ModelState> wanted) {
    return versions(id).stream()
        .filter(RegisteredModels::isUsable)
        .filter(it -> wanted.test(it.state()))
        .toList();
  }

  private static boolean isUsable(RegisteredModel model) {
    return model.model().isPresent();
  }
}
