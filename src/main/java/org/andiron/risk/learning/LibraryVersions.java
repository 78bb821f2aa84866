package org.andiron.risk.learning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.tribuo.Tribuo;

/** Versions of what learns: another version may learn otherwise. */
final class LibraryVersions {

  private static final String XGBOOST = "/xgboost4j-version.properties";

  private LibraryVersions() {}

  static Map<String, String> all() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("java", String.valueOf(Runtime.version().feature()));
    versions.put("tribuo", Tribuo.VERSION);
    versions.put("xgboost", xgboost());
    return versions;
  }

  private static String xgboost() {
    Properties properties = new Properties();
    try (InputStream stream = XGBoost.class.getResourceAsStream(XGBOOST)) {
      if (stream == null) {
        throw new IllegalStateException("XGBoost does not say its version");
      }
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
