package org.andiron.consent.label;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFileException;

/** Reads the files of {@code fhir-config/consent-policies/labels}, a rule each. */
public final class LabelRuleFiles {

  private LabelRuleFiles() {}

  /**
   * Reads all of them.
   *
   * @throws ConfigurationFileException that names the file and the place in it that is wrong
   */
  public static LabelRules read(Collection<ConfigurationFile> files) {
    List<LabelRule> rules = new ArrayList<>();
    Map<String, String> fileOfId = new HashMap<>();
    for (ConfigurationFile file : files) {
      LabelRule rule = new LabelRuleReader(file.path()).read(file.read());
      String other = fileOfId.put(rule.id(), file.path());
      if (other != null) {
        throw new ConfigurationFileException(
            file.path(), "its id \"%s\" is that of %s".formatted(rule.id(), other));
      }
      rules.add(rule);
    }
    return new LabelRules(rules);
  }
}
