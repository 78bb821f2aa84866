package org.andiron.consent.term;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Codes of one code system with those that they are kinds of. */
public final class CodeHierarchy implements CodeSubsumption {

  /** Purposes of use, as v3-ActReason has them below {@code PurposeOfUse}. */
  public static final CodeSubsumption PURPOSES =
      packaged(CodeSystems.ACT_REASON, "/consent/purposes.txt");

  /** Sensitivities, as v3-ActCode has them below {@code _InformationSensitivityPolicy}. */
  public static final CodeSubsumption SENSITIVITIES =
      packaged(CodeSystems.ACT_CODE, "/consent/sensitivities.txt");

  private static final Code ANY_SENSITIVITY = Code.sensitivity("_InformationSensitivityPolicy");

  /** Code systems of security labels none of which is a sensitivity. */
  private static final Set<String> OF_OTHER_LABELS =
      Set.of(CodeSystems.CONFIDENTIALITY, CodeSystems.ACT_REASON, CodeSystems.OBSERVATION_VALUE);

  private final String system;
  private final Map<String, Set<String>> ancestors = new HashMap<>();

  /**
   * @param parents of each code that has any
   */
  CodeHierarchy(String system, Map<String, Set<String>> parents) {
    this.system = system;
    for (String code : parents.keySet()) {
      Set<String> above = new LinkedHashSet<>();
      climb(code, parents, above);
      ancestors.put(code, Set.copyOf(above));
    }
  }

  private static void climb(String code, Map<String, Set<String>> parents, Set<String> above) {
    for (String parent : parents.getOrDefault(code, Set.of())) {
      if (above.add(parent)) {
        climb(parent, parents, above);
      }
    }
  }

  @Override
  public boolean subsumes(Code general, Code special) {
    return general.equals(special)
        || (general.system().equals(system)
            && special.system().equals(system)
            && ancestors.getOrDefault(special.value(), Set.of()).contains(general.value()));
  }

  /** Whether a security label is a sensitivity. One of an unknown code system may be, and so is. */
  public static boolean isSensitivity(Code label) {
    return label.system().equals(CodeSystems.ACT_CODE)
        ? SENSITIVITIES.subsumes(ANY_SENSITIVITY, label)
        : !OF_OTHER_LABELS.contains(label.system());
  }

  private static CodeHierarchy packaged(String system, String resource) {
    try (InputStream in =
            Objects.requireNonNull(CodeHierarchy.class.getResourceAsStream(resource), resource);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return new CodeHierarchy(system, read(reader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lines of a code and its parent; {@code +} marks what the code system itself does not have. */
  private static Map<String, Set<String>> read(BufferedReader reader) throws IOException {
    Map<String, Set<String>> parents = new HashMap<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      String[] words = line.replaceFirst("^[+]|#.*", "").strip().split(" ");
      if (words.length == 2) {
        parents.computeIfAbsent(words[0], code -> new LinkedHashSet<>()).add(words[1]);
      }
    }
    return parents;
  }
}
