package org.andiron.risk.registry;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.PackageReader;
import org.andiron.risk.RiskModels;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.ConfigurationFolder;

/** What the operator's folder has, all of it read and checked. */
final class FolderModels {

  private final RiskModels models;
  private final Map<String, byte[]> shared;

  private FolderModels(RiskModels models, Map<String, byte[]> shared) {
    this.models = models;
    this.shared = shared;
  }

  /**
   * Reads the folder as it is now.
   *
   * @throws ConfigurationFileException if a package is broken, or not the one that is pinned
   */
  static FolderModels read(
      Supplier<ConfigurationFolder> source, PackageReader reader, PinnedDigests pins) {
    ConfigurationFolder folder = source.get();
    RiskModels models = reader.read(folder);
    for (InstalledModel model : models.all()) {
      pins.objection(key(model), model.content().digest())
          .ifPresent(
              objection -> {
                throw new ConfigurationFileException("risk-models/" + model.id(), objection);
              });
    }
    return new FolderModels(models, reader.shared(folder));
  }

  static ModelKey key(InstalledModel model) {
    return new ModelKey(model.id(), model.content().model().card().version());
  }

  RiskModels models() {
    return models;
  }

  /** What models share, by name. */
  Map<String, byte[]> shared() {
    return shared;
  }

  /** Those that show how a model is made, and are not for any person. */
  Set<ModelKey> demonstrations() {
    return models.all().stream()
        .filter(it -> it.content().model().card().demonstration())
        .map(FolderModels::key)
        .collect(Collectors.toSet());
  }

  Map<ModelKey, String> digests() {
    Map<ModelKey, String> digests = new TreeMap<>();
    models.all().forEach(it -> digests.put(key(it), it.content().digest()));
    return digests;
  }
}
