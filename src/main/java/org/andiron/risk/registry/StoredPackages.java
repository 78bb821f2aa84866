package org.andiron.risk.registry;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.PackageFiles;
import org.andiron.risk.PackageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Packages by their digests, each read once. What was changed in the database is not used. */
final class StoredPackages {

  private static final Logger LOG = LoggerFactory.getLogger(StoredPackages.class);

  private final PackageReader reader;
  private final RegistryStore store;
  private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

  /**
   * What came of reading a package.
   *
   * @param problem empty if there is a model
   */
  record Loaded(Optional<InstalledModel> model, String problem) {

    private static Loaded failed(String problem) {
      return new Loaded(Optional.empty(), problem);
    }
  }

  StoredPackages(PackageReader reader, RegistryStore store) {
    this.reader = reader;
    this.store = store;
  }

  /** Takes a package that was read already. */
  void add(InstalledModel model) {
    loaded.put(model.content().digest(), new Loaded(Optional.of(model), ""));
  }

  /**
   * The package of a digest.
   *
   * @throws org.springframework.dao.DataAccessException if the database does not answer
   */
  Loaded get(String digest) {
    Loaded known = loaded.get(digest);
    if (known != null) {
      return known;
    }
    Optional<PackageFiles> files = store.files(digest);
    if (files.isEmpty()) {
      return Loaded.failed("there is no package " + digest);
    }
    Loaded read = read(files.get(), digest);
    if (read.model().isEmpty()) {
      LOG.error("The risk model {} cannot be used: {}", files.get().id(), read.problem());
    }
    loaded.put(digest, read);
    return read;
  }

  /** A package may have been kept by a server that read what this one does not. */
  private Loaded read(PackageFiles files, String digest) {
    try {
      InstalledModel model = reader.read(files);
      return model.content().digest().equals(digest)
          ? new Loaded(Optional.of(model), "")
          : Loaded.failed("its files are not those of its digest " + digest);
    } catch (RuntimeException e) {
      return Loaded.failed(String.valueOf(e.getMessage()));
    }
  }
}
