package org.andiron.risk.registry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.andiron.risk.registry.ModelStatus.Origin;
import org.andiron.risk.registry.RegistryRefusedException.Reason;

/**
 * The states of all versions of all models, as their history made them, and what may come next. It
 * changes nothing: it tells the steps of an action. Of each model no more than one version is the
 * champion, whatever is done.
 */
final class Lifecycle {

  private final Map<ModelKey, ModelStatus> statuses = new TreeMap<>();

  /** Of each model those that were champion, the last first; rolled back ones are taken off. */
  private final Map<String, Deque<ModelKey>> champions = new HashMap<>();

  private Lifecycle() {}

  /**
   * What a history comes to.
   *
   * @param history all of it, in order
   */
  static Lifecycle of(List<Transition> history) {
    Lifecycle lifecycle = new Lifecycle();
    history.forEach(lifecycle::apply);
    return lifecycle;
  }

  private void apply(Transition transition) {
    Step step = transition.step();
    ModelStatus known = statuses.get(step.model());
    Origin origin =
        known != null
            ? known.origin()
            : step.action() == ModelAction.INSTALL ? Origin.FOLDER : Origin.DEPLOYED;
    statuses.put(
        step.model(),
        new ModelStatus(step.model(), step.digest(), origin, step.after(), transition));
    if (step.after() == ModelState.CHAMPION) {
      Deque<ModelKey> before =
          champions.computeIfAbsent(step.model().id(), id -> new ArrayDeque<>());
      if (step.action() == ModelAction.REINSTATE) {
        while (!before.isEmpty() && !before.peek().equals(step.model())) {
          before.pop();
        }
      }
      if (!step.model().equals(before.peek())) {
        before.push(step.model());
      }
    }
  }

  /** All versions, by id and version. */
  Collection<ModelStatus> all() {
    return List.copyOf(statuses.values());
  }

  /** How a version is; none if there is no such version. */
  Optional<ModelStatus> status(ModelKey model) {
    return Optional.ofNullable(statuses.get(model));
  }

  /** All versions of a model. */
  List<ModelStatus> versions(String id) {
    return statuses.values().stream().filter(it -> it.model().id().equals(id)).toList();
  }

  /** The champion of a model, if it has one. */
  Optional<ModelStatus> champion(String id) {
    return versions(id).stream().filter(it -> it.state() == ModelState.CHAMPION).findFirst();
  }

  /**
   * The steps of an action that is asked for by name. A promotion demotes the champion that there
   * is.
   *
   * @throws RegistryRefusedException if there is no such version, or the action is not one of its
   *     state
   */
  List<Step> change(ModelKey model, ModelAction action) {
    if (!action.isAsked()) {
      throw new IllegalArgumentException(action + " cannot be asked for");
    }
    ModelStatus status = require(model);
    ModelState after =
        TransitionRules.after(status.state(), action)
            .orElseThrow(
                () ->
                    new RegistryRefusedException(
                        Reason.STATE,
                        "%s is %s: %s"
                            .formatted(
                                model,
                                status.state().code(),
                                TransitionRules.advice(status.state(), action))));
    List<Step> steps = new ArrayList<>();
    if (after == ModelState.CHAMPION) {
      champion(model.id()).ifPresent(it -> steps.add(step(it, ModelAction.DEMOTE)));
    }
    steps.add(step(status, action));
    return steps;
  }

  /**
   * The steps back to the champion before. Versions that were disabled since, or made a shadow, are
   * passed over; the version that is rolled back is disabled.
   *
   * @param usable whether a version can be used at all
   * @throws RegistryRefusedException if there is no such model, or no champion to go back to
   */
  List<Step> rollback(String id, Predicate<ModelKey> usable) {
    if (versions(id).isEmpty()) {
      throw new RegistryRefusedException(Reason.UNKNOWN, "There is no model " + id);
    }
    List<Step> steps = new ArrayList<>();
    champion(id).ifPresent(it -> steps.add(step(it, ModelAction.ROLLBACK)));
    Iterator<ModelKey> earlier = champions.getOrDefault(id, new ArrayDeque<>()).iterator();
    while (earlier.hasNext()) {
      ModelStatus status = require(earlier.next());
      if (TransitionRules.after(status.state(), ModelAction.REINSTATE).isPresent()
          && usable.test(status.model())) {
        steps.add(step(status, ModelAction.REINSTATE));
        return steps;
      }
    }
    throw new RegistryRefusedException(
        Reason.STATE,
        ("No version of %s that was champion before can be used again: enable or promote one, or"
                + " disable the champion")
            .formatted(id));
  }

  /**
   * The step that adds a version that was uploaded or trained.
   *
   * @throws RegistryRefusedException if the version is there, or it is to be champion at once
   */
  List<Step> deploy(ModelKey model, String digest, ModelState state) {
    Optional<ModelStatus> known = status(model);
    if (known.isPresent()) {
      throw new RegistryRefusedException(
          Reason.TAKEN,
          known.get().digest().equals(digest)
              ? model + " is there already"
              : model + " is another package: give this one another version");
    }
    if (state == ModelState.CHAMPION) {
      throw new RegistryRefusedException(
          Reason.STATE, "A version becomes champion by being promoted after it is deployed");
    }
    return List.of(new Step(model, digest, ModelAction.DEPLOY, Optional.empty(), state));
  }

  /**
   * The steps by which the registry has what the operator's folder has. A model that nobody knows
   * becomes champion at once. So does another version of one whose champion is of the folder too;
   * beside a champion that was deployed it is only enabled, and where somebody disabled the
   * champion it is disabled as well. A demonstration is at most enabled.
   *
   * @param folder digests of all its packages
   * @param demonstrations those of them that are not for any person
   */
  List<Step> install(Map<ModelKey, String> folder, Set<ModelKey> demonstrations) {
    List<Step> steps = new ArrayList<>();
    new TreeMap<>(folder)
        .forEach(
            (model, digest) ->
                steps.addAll(install(model, digest, demonstrations.contains(model))));
    for (ModelStatus status : all()) {
      boolean gone = folder.keySet().stream().noneMatch(it -> it.id().equals(status.model().id()));
      if (gone && status.isOfFolder() && status.state() != ModelState.DISABLED) {
        steps.add(step(status, ModelAction.WITHDRAW));
      }
    }
    return steps;
  }

  private List<Step> install(ModelKey model, String digest, boolean demonstration) {
    List<Step> steps = new ArrayList<>();
    ModelStatus known = statuses.get(model);
    if (known == null) {
      ModelState state = demonstration ? ofDemonstration(model.id()) : ofNew(model.id());
      if (state == ModelState.CHAMPION) {
        champion(model.id()).ifPresent(it -> steps.add(step(it, ModelAction.DEMOTE)));
      }
      steps.add(new Step(model, digest, ModelAction.INSTALL, Optional.empty(), state));
      return steps;
    }
    if (!known.digest().equals(digest)) {
      if (!known.isOfFolder()) {
        throw new RegistryRefusedException(
            Reason.TAKEN,
            "%s in the folder is another package than the one that was deployed: give it another"
                    .formatted(model)
                + " version");
      }
      steps.add(
          new Step(model, digest, ModelAction.REPLACE, Optional.of(known.state()), known.state()));
    }
    restored(known)
        .ifPresent(
            state ->
                steps.add(
                    new Step(
                        model, digest, ModelAction.RESTORE, Optional.of(known.state()), state)));
    return steps;
  }

  private ModelState ofNew(String id) {
    return champion(id)
        .map(it -> it.isOfFolder() ? ModelState.CHAMPION : ModelState.ENABLED)
        .orElse(wasLeftToFolder(id) ? ModelState.CHAMPION : ModelState.DISABLED);
  }

  private ModelState ofDemonstration(String id) {
    List<ModelStatus> others = versions(id);
    boolean used = others.stream().anyMatch(it -> it.state() != ModelState.DISABLED);
    return others.isEmpty() || used ? ModelState.ENABLED : ModelState.DISABLED;
  }

  /** Whether nobody but the folder decided that the model has no champion. */
  private boolean wasLeftToFolder(String id) {
    List<ModelStatus> versions = versions(id);
    return versions.isEmpty()
        || versions.stream()
            .map(it -> it.last().step())
            .anyMatch(
                it ->
                    it.action() == ModelAction.WITHDRAW
                        && it.before().filter(ModelState.CHAMPION::equals).isPresent());
  }

  /** What a version was before the folder lost it; none if it did not, or all came after. */
  private Optional<ModelState> restored(ModelStatus status) {
    Step last = status.last().step();
    if (last.action() != ModelAction.WITHDRAW) {
      return Optional.empty();
    }
    boolean taken =
        last.before().filter(ModelState.CHAMPION::equals).isPresent()
            && champion(status.model().id()).isPresent();
    return taken ? Optional.of(ModelState.ENABLED) : last.before();
  }

  private ModelStatus require(ModelKey model) {
    ModelStatus status = statuses.get(model);
    if (status == null) {
      throw new RegistryRefusedException(
          Reason.UNKNOWN, "There is no model " + model.id() + " of version " + model.version());
    }
    return status;
  }

  private static Step step(ModelStatus status, ModelAction action) {
    return new Step(
        status.model(),
        status.digest(),
        action,
        Optional.of(status.state()),
        TransitionRules.after(status.state(), action).orElseThrow());
  }
}
