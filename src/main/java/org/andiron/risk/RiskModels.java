package org.andiron.risk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.andiron.risk.feature.FeatureDefinition;
import org.andiron.risk.feature.FeatureLibrary;
import org.andiron.risk.feature.FeatureSet;
import org.andiron.risk.learning.scoring.LearnedFormat;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.ModelPackage;
import org.andiron.risk.model.PredictorFormat;
import org.andiron.risk.training.OutcomeRule;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.ConfigurationFolder;

/** The risk models in {@code fhir-config/risk-models}, by id. Immutable. */
public final class RiskModels {

  static final String SECTION = "risk-models";
  static final String CODE_SETS = "code-sets";

  private static final String FEATURES = "features.json";
  private static final PredictorFormat LEARNED = new LearnedFormat();

  private final Map<String, InstalledModel> byId;
  private final Map<String, PackageFiles> files;

  private RiskModels(Map<String, InstalledModel> byId, Map<String, PackageFiles> files) {
    this.byId = byId;
    this.files = files;
  }

  /**
   * Reads and checks all models of a folder.
   *
   * @param library made of the {@link #shared} files
   * @throws ConfigurationFileException if one is not as it must be, with file, place and reason
   */
  static RiskModels read(ConfigurationFolder folder, FeatureLibrary library) {
    Map<String, byte[]> shared = shared(folder);
    Map<String, InstalledModel> models = new TreeMap<>();
    Map<String, PackageFiles> packages = new TreeMap<>();
    for (String id : folder.folders(SECTION)) {
      if (!id.equals(CODE_SETS)) {
        PackageFiles files =
            new PackageFiles(id, contents(folder.files(SECTION + '/' + id), ""), shared);
        models.put(id, read(files, library));
        packages.put(id, files);
      }
    }
    return new RiskModels(models, packages);
  }

  /**
   * The files that models share, by their names in {@code risk-models}.
   *
   * @throws ConfigurationFileException if one cannot be read
   */
  public static Map<String, byte[]> shared(ConfigurationFolder folder) {
    Map<String, byte[]> files = contents(folder.files(SECTION), "");
    files.putAll(contents(folder.files(SECTION + '/' + CODE_SETS), CODE_SETS + '/'));
    return files;
  }

  private static Map<String, byte[]> contents(List<ConfigurationFile> files, String before) {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    for (ConfigurationFile file : files) {
      String name = file.path().substring(file.path().lastIndexOf('/') + 1);
      contents.put(before + name, file.read());
    }
    return contents;
  }

  /**
   * Reads and checks one model.
   *
   * @param library made of what it shares
   * @throws ConfigurationFileException if it is not as it must be, with file, place and reason
   */
  static InstalledModel read(PackageFiles files, FeatureLibrary library) {
    String id = files.id();
    ModelPackage content = ModelPackage.of(id, files.own(), files.shared(), LEARNED);
    byte[] features = files.own().get(FEATURES);
    String file = SECTION + '/' + id + '/' + FEATURES;
    if (features == null) {
      throw new ConfigurationFileException(
          file, "is missing: it says what of a record the inputs of the model are");
    }
    FeatureSet taken = library.read(id, features);
    requireInputs(file, content.model().card(), taken);
    return new InstalledModel(content, taken, outcomeRule(files, content.model().card(), library));
  }

  private static Optional<OutcomeRule> outcomeRule(
      PackageFiles files, ModelCard card, FeatureLibrary library) {
    byte[] content = files.own().get(OutcomeRule.FILE);
    if (content == null) {
      return Optional.empty();
    }
    String file = SECTION + '/' + files.id() + '/' + OutcomeRule.FILE;
    OutcomeRule rule = OutcomeRule.read(file, content, library);
    boolean predicted =
        card.outcomes().stream()
            .anyMatch(
                it ->
                    it.id().equals(rule.outcome().id())
                        && it.horizon().equals(Optional.of(rule.outcome().horizon())));
    if (!predicted) {
      throw new ConfigurationFileException(
          file, "model.json has no outcome %s with this horizon".formatted(rule.outcome().id()));
    }
    return Optional.of(rule);
  }

  /** Each feature must be an input, and each input a feature if nothing is taken for it. */
  private static void requireInputs(String file, ModelCard card, FeatureSet features) {
    List<String> unknown =
        features.features().stream()
            .map(FeatureDefinition::name)
            .filter(name -> card.input(name).isEmpty())
            .toList();
    if (!unknown.isEmpty()) {
      throw new ConfigurationFileException(
          file, "these are no inputs of model.json: " + String.join(", ", unknown));
    }
    List<String> missing = new ArrayList<>();
    card.inputs().stream()
        .filter(input -> features.feature(input.name()).isEmpty() && input.assumption().isEmpty())
        .forEach(input -> missing.add(input.name()));
    if (!missing.isEmpty()) {
      throw new ConfigurationFileException(
          file, "these inputs of model.json are not there: " + String.join(", ", missing));
    }
  }

  /** All models, by the order of their ids. */
  public Collection<InstalledModel> all() {
    return byId.values();
  }

  /** What the model of that id was read from. */
  public Optional<PackageFiles> files(String id) {
    return Optional.ofNullable(files.get(id));
  }

  /** The model of that id. */
  public Optional<InstalledModel> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
