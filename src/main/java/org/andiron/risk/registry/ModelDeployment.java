package org.andiron.risk.registry;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.KeptRequester;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.Requester;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.PackageFiles;
import org.andiron.risk.PackageReader;
import org.andiron.risk.model.RefusalReason;
import org.andiron.risk.registry.RegistryRefusedException.Reason;
import org.andiron.startup.StartupRefusedException;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.ConfigurationFolder;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Changes which models there are and what they are used for: all of what is asked or nothing, with
 * a record in the audit log. Who calls it has asked whether the caller may.
 */
public final class ModelDeployment {

  private static final int LONGEST_REASON = 1000;

  private final ModelRegistry registry;
  private final RegistryStore store;
  private final StoredPackages packages;
  private final PackageReader reader;
  private final Supplier<ConfigurationFolder> source;
  private final PinnedDigests pins;
  private final TransactionOperations transactions;
  private final AuditTrail trail;
  private volatile FolderModels folder;

  /**
   * Reads the operator's folder; {@link #install} adds what it has.
   *
   * @throws ConfigurationFileException if a package of the folder is broken, or not the one that is
   *     pinned
   */
  ModelDeployment(
      ModelRegistry registry,
      RegistryStore store,
      StoredPackages packages,
      PackageReader reader,
      Supplier<ConfigurationFolder> source,
      PinnedDigests pins,
      TransactionOperations transactions,
      AuditTrail trail) {
    this.registry = registry;
    this.store = store;
    this.packages = packages;
    this.reader = reader;
    this.source = source;
    this.pins = pins;
    this.transactions = transactions;
    this.trail = trail;
    this.folder = FolderModels.read(source, reader, pins);
  }

  /**
   * The registry has what the folder had when it was read last.
   *
   * @throws StartupRefusedException if a version in the folder was deployed with other content
   */
  List<Transition> install() {
    try {
      return install(folder, Requester.SERVER, "fhir-config/risk-models at start");
    } catch (RegistryRefusedException e) {
      throw new StartupRefusedException("risk-models: " + e.getMessage(), e);
    }
  }

  private List<Transition> install(FolderModels read, Requester who, String reason) {
    read.models().all().forEach(packages::add);
    return make(
        who,
        reason,
        lifecycle -> lifecycle.install(read.digests(), read.demonstrations()),
        step -> read.models().files(step.model().id()));
  }

  /**
   * Reads the operator's folder again. If a package in it is broken nothing changes.
   *
   * @return what changed
   * @throws RegistryRefusedException if a package is broken, not the one that is pinned, or of a
   *     version that was deployed with other content
   */
  public List<Transition> reload(String reason) {
    String why = requireReason(reason);
    FolderModels read;
    try {
      read = FolderModels.read(source, reader, pins);
    } catch (ConfigurationFileException e) {
      throw new RegistryRefusedException(Reason.PACKAGE, String.valueOf(e.getMessage()), e);
    }
    List<Transition> made = install(read, trail.requester(), why);
    folder = read;
    return made;
  }

  /**
   * Adds a version that was uploaded or trained.
   *
   * @param files of its folder, by name; with what the models of the operator's folder share they
   *     are the package
   * @param state anything but champion
   * @throws RegistryRefusedException if the package is broken, not the one that is pinned, or the
   *     version is there
   */
  public List<Transition> deploy(
      String id, Map<String, byte[]> files, ModelState state, String reason) {
    String why = requireReason(reason);
    UploadLimits.check(id, files);
    PackageFiles content = new PackageFiles(id, files, folder.shared());
    InstalledModel model;
    try {
      model = reader.read(content);
    } catch (ConfigurationFileException e) {
      throw new RegistryRefusedException(Reason.PACKAGE, String.valueOf(e.getMessage()), e);
    }
    ModelKey key = FolderModels.key(model);
    String digest = model.content().digest();
    pins.objection(key, digest)
        .ifPresent(
            objection -> {
              throw new RegistryRefusedException(Reason.PINNED, objection);
            });
    List<Transition> made =
        make(
            trail.requester(),
            why,
            lifecycle -> lifecycle.deploy(key, digest, state),
            step -> Optional.of(content));
    packages.add(model);
    return made;
  }

  /**
   * Enables, disables, promotes a version, or makes it a challenger or a shadow.
   *
   * @throws RegistryRefusedException if there is no such version, the action is not one of its
   *     state, or it is to be shown and cannot be used
   */
  public List<Transition> change(ModelKey model, ModelAction action, String reason) {
    return make(
        trail.requester(),
        requireReason(reason),
        lifecycle -> {
          List<Step> steps = lifecycle.change(model, action);
          if (action != ModelAction.DISABLE) {
            lifecycle.status(model).flatMap(this::obstacle).ifPresent(it -> refuse(model, it));
          }
          return steps;
        },
        step -> Optional.empty());
  }

  /**
   * Makes the champion before the champion again, and disables the one that is.
   *
   * @throws RegistryRefusedException if there is no such model or no champion to go back to
   */
  public List<Transition> rollback(String id, String reason) {
    return rollback(id, reason, trail.requester());
  }

  /** The same by the server itself, because a limit was passed. */
  public List<Transition> fallBack(String id, String reason) {
    return rollback(id, reason, Requester.SERVER);
  }

  private List<Transition> rollback(String id, String reason, Requester who) {
    return make(
        who,
        requireReason(reason),
        lifecycle ->
            lifecycle.rollback(
                id, model -> lifecycle.status(model).flatMap(this::obstacle).isEmpty()),
        step -> Optional.empty());
  }

  /** What models of the operator's folder share, as it was read last, by name. */
  public Map<String, byte[]> shared() {
    return folder.shared();
  }

  /**
   * All files of a version, as its package has them.
   *
   * @return none if there is no such version
   */
  public Optional<PackageFiles> files(ModelKey model) {
    return Lifecycle.of(store.history())
        .status(model)
        .flatMap(status -> store.files(status.digest()));
  }

  /** All that was done to the versions of a model, in order. */
  public List<Transition> history(String id) {
    return store.history().stream().filter(it -> it.step().model().id().equals(id)).toList();
  }

  /** Why nobody is to be shown scores of a version, if so. */
  private Optional<String> obstacle(ModelStatus status) {
    Optional<String> objection = pins.objection(status.model(), status.digest());
    if (objection.isPresent()) {
      return objection;
    }
    StoredPackages.Loaded loaded = packages.get(status.digest());
    return loaded.model().isEmpty()
        ? Optional.of(loaded.problem())
        : loaded
            .model()
            .get()
            .content()
            .model()
            .card()
            .obstacle(LocalDate.now(ZoneOffset.UTC))
            .map(
                it ->
                    it instanceof RefusalReason.Expired expired
                        ? "it was not to be used after " + expired.lastDay()
                        : "nobody has evaluated it");
  }

  private static void refuse(ModelKey model, String obstacle) {
    throw new RegistryRefusedException(Reason.STATE, model + " cannot be used: " + obstacle);
  }

  private static String requireReason(String reason) {
    String told = reason.strip();
    if (told.isEmpty() || told.length() > LONGEST_REASON) {
      throw new RegistryRefusedException(
          Reason.STATE, "Say why, in up to %d characters".formatted(LONGEST_REASON));
    }
    return told;
  }

  /**
   * Makes steps, one transaction of all nodes at a time.
   *
   * @param files of the package of a step that brings one
   */
  private List<Transition> make(
      Requester who,
      String reason,
      Function<Lifecycle, List<Step>> decision,
      Function<Step, Optional<PackageFiles>> files) {
    String kept = KeptRequester.write(who);
    List<Transition> made =
        transactions.execute(
            transaction -> {
              store.lock();
              List<Transition> history = store.history();
              List<Step> steps = decision.apply(Lifecycle.of(history));
              long number = history.isEmpty() ? 0 : history.get(history.size() - 1).number();
              List<Transition> done = new ArrayList<>();
              for (Step step : steps) {
                if (step.before().isEmpty() || step.action() == ModelAction.REPLACE) {
                  PackageFiles content = files.apply(step).orElseThrow();
                  store.keep(step.model(), step.digest(), content, kept);
                }
                number++;
                done.add(store.add(number, step, reason, kept));
                record(who, step);
              }
              return List.copyOf(done);
            });
    registry.refresh();
    return Objects.requireNonNull(made);
  }

  private void record(Requester who, Step step) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("action", step.action().code());
    details.put("state", step.after().code());
    details.put("digest", step.digest());
    trail.record(
        trail
            .event(EventKind.CONFIGURATION_CHANGE, who)
            .data(
                DataObject.named("risk model " + step.model().id() + ' ' + step.model().version())
                    .detailed(details))
            .build());
  }
}
