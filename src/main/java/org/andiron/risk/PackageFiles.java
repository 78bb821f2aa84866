package org.andiron.risk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All files on which the results of a model depend. Contents are not to be changed.
 *
 * @param id of the model, which is the name of its folder
 * @param own files of the folder, by name
 * @param shared what models share, by name below {@code risk-models}
 */
public record PackageFiles(String id, Map<String, byte[]> own, Map<String, byte[]> shared) {

  private static final String UP = "../";

  public PackageFiles {
    own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
    shared = Collections.unmodifiableMap(new LinkedHashMap<>(shared));
  }

  /**
   * Files by their names as seen from the folder: those that models share begin with {@code ../}.
   */
  public static PackageFiles of(String id, Map<String, byte[]> files) {
    Map<String, byte[]> own = new LinkedHashMap<>();
    Map<String, byte[]> shared = new LinkedHashMap<>();
    files.forEach(
        (name, content) -> {
          if (name.startsWith(UP)) {
            shared.put(name.substring(UP.length()), content);
          } else {
            own.put(name, content);
          }
        });
    return new PackageFiles(id, own, shared);
  }

  /** All by their names as seen from the folder. */
  public Map<String, byte[]> all() {
    Map<String, byte[]> all = new LinkedHashMap<>(own);
    shared.forEach((name, content) -> all.put(UP + name, content));
    return all;
  }
}
