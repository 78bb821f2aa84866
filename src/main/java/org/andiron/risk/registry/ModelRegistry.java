package org.andiron.risk.registry;

import java.util.List;
import java.util.Optional;
import org.andiron.risk.InstalledModel;

/**
 * The models of this server, for all threads. What another node changed is seen within a second,
 * what this one changed at once.
 */
public final class ModelRegistry {

  private final RegistryStore store;
  private final StoredPackages packages;
  private final PinnedDigests pins;
  private volatile RegisteredModels current = new RegisteredModels(0, List.of());

  ModelRegistry(RegistryStore store, StoredPackages packages, PinnedDigests pins) {
    this.store = store;
    this.packages = packages;
    this.pins = pins;
  }

  /** All models as they are now. Take it once for a request: it does not change. */
  public RegisteredModels current() {
    return current;
  }

  /**
   * The model of a package, whatever became of its version since: to compute a stored score again.
   *
   * @param digest of the package
   * @return none if there is no such package, or it cannot be used
   */
  public Optional<InstalledModel> packageOf(String digest) {
    return packages.get(digest).model();
  }

  /**
   * A file of a package, as it was deployed.
   *
   * @param digest of the package
   * @param name in its folder
   */
  public Optional<byte[]> file(String digest, String name) {
    return store.file(digest, name);
  }

  /** Looks for what was changed. */
  synchronized void refresh() {
    if (store.newest() == current.number()) {
      return;
    }
    List<Transition> history = store.history();
    long number = history.isEmpty() ? 0 : history.get(history.size() - 1).number();
    current =
        new RegisteredModels(
            number, Lifecycle.of(history).all().stream().map(this::registered).toList());
  }

  private RegisteredModel registered(ModelStatus status) {
    Optional<String> objection = pins.objection(status.model(), status.digest());
    if (objection.isPresent()) {
      return new RegisteredModel(status, Optional.empty(), objection.get());
    }
    StoredPackages.Loaded loaded = packages.get(status.digest());
    return new RegisteredModel(status, loaded.model(), loaded.problem());
  }
}
