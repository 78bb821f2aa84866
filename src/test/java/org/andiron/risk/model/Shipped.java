package org.andiron.risk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.andiron.risk.model.FeatureValue.Category;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureValue.Truth;

/** The models that the server brings along, and people for them. */
public final class Shipped {

  static final Path FOLDER = Path.of("fhir-config", "risk-models");

  private static final Map<String, ModelPackage> READ = new ConcurrentHashMap<>();

  private Shipped() {}

  public static RiskModel model(String id) {
    return READ.computeIfAbsent(id, name -> read(FOLDER.resolve(name))).model();
  }

  /** The model in a folder. */
  public static ModelPackage read(Path folder) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ModelPackage.of(folder.getFileName().toString(), files, Map.of());
  }

  /** Those that somebody published. */
  public static List<String> ids() {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("equation.json")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Inputs from names and values in turn: numbers, booleans, and strings for categories. */
  public static FeatureVector inputs(Object... namesAndValues) {
    Map<String, FeatureValue> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
    }
    return new FeatureVector(values);
  }

  static FeatureValue value(Object value) {
    if (value instanceof Number number) {
      return new Quantity(number.doubleValue());
    }
    return value instanceof Boolean truth ? new Truth(truth) : new Category((String) value);
  }

  public static FeatureVector with(FeatureVector inputs, Object... namesAndValues) {
    FeatureVector changed = inputs;
    for (int i = 0; i < namesAndValues.length; i += 2) {
      changed = changed.with((String) namesAndValues[i], value(namesAndValues[i + 1]));
    }
    return changed;
  }

  static Prediction predicted(String model, String outcome, FeatureVector inputs) {
    OutcomeResult result = model(model).predict(outcome, inputs);
    assertThat(result).isInstanceOf(Prediction.class);
    return (Prediction) result;
  }

  static List<RefusalReason> refused(String model, String outcome, FeatureVector inputs) {
    OutcomeResult result = model(model).predict(outcome, inputs);
    assertThat(result).isInstanceOf(Refusal.class);
    return ((Refusal) result).reasons();
  }

  static double probability(String model, String outcome, FeatureVector inputs) {
    return predicted(model, outcome, inputs).probability().orElseThrow();
  }

  static double score(String model, String outcome, FeatureVector inputs) {
    return predicted(model, outcome, inputs).score().orElseThrow();
  }

  static String level(String model, String outcome, FeatureVector inputs) {
    return predicted(model, outcome, inputs).level().orElseThrow().code();
  }
}
