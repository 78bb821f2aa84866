package org.andiron.storage.distribution;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.andiron.storage.codes.LoadedSystems;
import org.andiron.storage.config.Digest;
import org.andiron.storage.distribution.TerminologyFile.State;
import org.andiron.storage.distribution.TerminologyFiles.Loaded;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the loaded code systems equal to the distribution files, one file after the other. A file
 * that cannot be used is reported and does not keep the others from being loaded. What is broken
 * off begins anew at the next start; until it is whole, what was loaded before stays in use.
 */
final class TerminologyLoad {

  private static final Logger LOG = LoggerFactory.getLogger(TerminologyLoad.class);

  private final TerminologyFiles files;
  private final CodeSystemWriter writer;
  private final LoadedSystems systems;
  private final DaoRegistry daos;
  private final IValidationSupport validationSupport;
  private final List<String> languages;
  private final InstantSource clock;

  TerminologyLoad(
      TerminologyFiles files,
      CodeSystemWriter writer,
      LoadedSystems systems,
      DaoRegistry daos,
      IValidationSupport validationSupport,
      List<String> languages,
      InstantSource clock) {
    this.files = files;
    this.writer = writer;
    this.systems = systems;
    this.daos = daos;
    this.validationSupport = validationSupport;
    this.languages = List.copyOf(languages);
    this.clock = clock;
  }

  /**
   * Loads what is new or changed, then removes what no file brings. Of two files with the same
   * version of a code system, the one that was loaded first keeps it for as long as it is whole.
   *
   * @param wanted files by their path below {@code fhir-config}
   * @param stopped whether to leave off
   */
  void run(Map<String, Path> wanted, BooleanSupplier stopped) {
    List<Loaded> before = files.all();
    Map<String, String> brought = new LinkedHashMap<>();
    before.stream()
        .filter(it -> it.file().state() == State.LOADED && wanted.containsKey(it.file().file()))
        .forEach(it -> brought.put(it.file().file(), it.url() + "|" + it.version()));
    Map<String, TerminologyFile> known =
        before.stream()
            .map(Loaded::file)
            .collect(Collectors.toMap(TerminologyFile::file, it -> it));
    for (Map.Entry<String, Path> file : wanted.entrySet()) {
      if (!stopped.getAsBoolean()) {
        loadIfNeeded(file.getKey(), file.getValue(), known.get(file.getKey()), brought, stopped);
      }
    }
    if (!stopped.getAsBoolean()) {
      known.keySet().stream().filter(it -> !wanted.containsKey(it)).forEach(files::remove);
      removeOrphans();
    }
  }

  private void loadIfNeeded(
      String file,
      Path path,
      @Nullable TerminologyFile known,
      Map<String, String> brought,
      BooleanSupplier stopped) {
    TerminologyFile begun = null;
    try {
      long size = Files.size(path);
      Instant modified = TerminologyFile.modified(Files.getLastModifiedTime(path));
      String knownDigest = known == null ? null : known.sha256();
      boolean untouched = known != null && known.looksLike(size, modified) && knownDigest != null;
      String sha256 = digest(path, untouched ? knownDigest : null);
      String content = new Digest().add(sha256).add(String.join(",", languages)).hex();
      Integer system = files.systemWith(content);
      if (known != null
          && known.state() == State.LOADED
          && system != null
          && Objects.equals(known.system(), system)) {
        if (!untouched) {
          files.save(ofState(known, State.LOADED, size, modified, sha256));
        }
        return;
      }
      Integer before = known == null ? null : known.system();
      begun =
          new TerminologyFile(
              file, size, modified, sha256, State.LOADING, before, 0, 0, null, clock.instant());
      files.save(begun);
      brought.remove(file);
      load(begun, path, system, content, brought, stopped);
    } catch (LoadStopped e) {
      LOG.info("Loading {} was broken off; it begins anew at the next start", file);
    } catch (UnusableArchiveException e) {
      brought.remove(file);
      failed(file, begun, known, e.getMessage());
    } catch (IOException | SQLException | RuntimeException e) {
      LOG.debug("Loading {} failed", file, e);
      brought.remove(file);
      failed(file, begun, known, "Could not be loaded: " + e.getMessage());
    }
  }

  private static TerminologyFile ofState(
      TerminologyFile file, State state, long size, Instant modified, String sha256) {
    return new TerminologyFile(
        file.file(),
        size,
        modified,
        sha256,
        state,
        file.system(),
        file.percent(),
        file.concepts(),
        file.message(),
        file.since());
  }

  private void load(
      TerminologyFile begun,
      Path path,
      @Nullable Integer written,
      String content,
      Map<String, String> brought,
      BooleanSupplier stopped)
      throws IOException, SQLException {
    Instant started = clock.instant();
    int system = written == null ? write(begun, path, content, brought, stopped) : written;
    LoadedResource resource = files.resource(system);
    brought.put(begun.file(), resource.url() + "|" + resource.version());
    daos.getResourceDao(CodeSystem.class)
        .update(resource.resource(), SystemRequestDetails.forAllPartitions());
    files.save(
        new TerminologyFile(
            begun.file(),
            begun.size(),
            begun.modified(),
            begun.sha256(),
            State.LOADED,
            system,
            100,
            resource.concepts(),
            null,
            clock.instant()));
    forgetWhatWasKnown();
    LOG.info(
        "Loaded {}: {} version {}, {} concepts, in {} s",
        begun.file(),
        resource.url(),
        resource.version(),
        resource.concepts(),
        Duration.between(started, clock.instant()).toSeconds());
  }

  private int write(
      TerminologyFile begun,
      Path path,
      String content,
      Map<String, String> brought,
      BooleanSupplier stopped)
      throws IOException, SQLException {
    ShownProgress progress = new ShownProgress(begun.file(), files, clock, stopped);
    try (Archive archive = Archive.open(path, progress)) {
      Distribution distribution = Distributions.in(archive, languages);
      Edition edition = distribution.edition();
      requireNew(edition, brought);
      LOG.info("Loading {}: {} version {}", begun.file(), edition.url(), edition.version());
      progress.begin(distribution.size());
      int system = writer.write(distribution, content, progress);
      systems.forget();
      writer.analyze();
      return system;
    }
  }

  private static void requireNew(Edition edition, Map<String, String> brought)
      throws UnusableArchiveException {
    String canonical = edition.url() + "|" + edition.version();
    for (Map.Entry<String, String> other : brought.entrySet()) {
      if (other.getValue().equals(canonical)) {
        throw new UnusableArchiveException(
            "%s has brought %s version %s already"
                .formatted(other.getKey(), edition.url(), edition.version()));
      }
    }
  }

  private void failed(
      String file,
      @Nullable TerminologyFile begun,
      @Nullable TerminologyFile known,
      @Nullable String why) {
    LOG.error("{} was not loaded: {}", file, why);
    TerminologyFile last = begun == null ? known : begun;
    try {
      files.save(
          new TerminologyFile(
              file,
              last == null ? 0 : last.size(),
              last == null ? Instant.EPOCH : last.modified(),
              last == null ? null : last.sha256(),
              State.FAILED,
              last == null ? null : last.system(),
              0,
              0,
              why,
              clock.instant()));
    } catch (RuntimeException e) {
      LOG.error("The failure of {} could not be noted", file, e);
    }
  }

  private void removeOrphans() {
    for (LoadedResource orphan : files.orphans()) {
      try {
        deleteResource(orphan);
        writer.delete(orphan.system());
        forgetWhatWasKnown();
        LOG.info("Removed {} version {}: no file has it", orphan.url(), orphan.version());
      } catch (SQLException | RuntimeException e) {
        LOG.error("{} version {} could not be removed", orphan.url(), orphan.version(), e);
      }
    }
  }

  private void deleteResource(LoadedResource orphan) {
    try {
      daos.getResourceDao(CodeSystem.class)
          .delete(new IdType("CodeSystem", orphan.id()), SystemRequestDetails.forAllPartitions());
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      LOG.debug("{} has no resource", orphan.url());
    }
  }

  private void forgetWhatWasKnown() {
    systems.forget();
    validationSupport.invalidateCaches();
  }

  private static String digest(Path path, @Nullable String known) throws IOException {
    if (known != null) {
      return known;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Digest.of(in);
    }
  }

  /** Which of the names of files are distribution files. */
  static boolean isDistribution(String file) {
    String extension = file.substring(file.lastIndexOf('.') + 1);
    return Set.of("zip", "xml").contains(extension.toLowerCase(Locale.ROOT));
  }
}
