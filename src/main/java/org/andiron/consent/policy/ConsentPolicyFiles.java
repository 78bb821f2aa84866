package org.andiron.consent.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFileException;

/**
 * Reads the files of {@code fhir-config/consent-policies}: {@code organization.json} says which
 * implicit policy holds and who may break the glass; each other file is an implicit policy, beside
 * the four of <a href="https://profiles.ihe.net/ITI/PCF/volume-1.html">IHE's Privacy Consent on
 * FHIR</a>, which are brought along.
 */
public final class ConsentPolicyFiles {

  private static final String CHOICE = "organization.json";
  private static final List<String> BROUGHT_ALONG =
      List.of("all-normal", "basic-normal", "break-glass-only", "deny");

  private ConsentPolicyFiles() {}

  /** Reads all of them; a file takes the place of the policy brought along that has its URI. */
  public static ConsentPolicies read(Collection<ConfigurationFile> files) {
    Map<String, ImplicitPolicy> policies = broughtAlong();
    OrganizationChoice choice = OrganizationChoice.DEFAULT;
    String choiceFile = CHOICE;
    for (ConfigurationFile file : files) {
      if (file.path().endsWith("/" + CHOICE)) {
        choiceFile = file.path();
        choice = new OrganizationChoiceReader(choiceFile).read(file.read());
      } else {
        ImplicitPolicy policy = new ImplicitPolicyReader(file.path()).read(file.read());
        policies.put(policy.uri(), policy);
      }
    }
    ImplicitPolicy implicit = policies.get(choice.implicit());
    if (implicit == null) {
      throw new ConfigurationFileException(
          choiceFile,
          choice.at() == null ? 0 : choice.at().line(),
          choice.at() == null ? 0 : choice.at().column(),
          "no policy has this URI; there are " + policies.keySet(),
          null);
    }
    return new ConsentPolicies(List.of(), implicit, choice.breakGlass(), choice.requireVerified());
  }

  /** The four policies of IHE by their URIs. */
  public static Map<String, ImplicitPolicy> broughtAlong() {
    Map<String, ImplicitPolicy> policies = new TreeMap<>();
    for (String name : BROUGHT_ALONG) {
      String resource = "/consent/policies/" + name + ".json";
      try (InputStream in =
          Objects.requireNonNull(
              ConsentPolicyFiles.class.getResourceAsStream(resource), resource)) {
        ImplicitPolicy policy = new ImplicitPolicyReader(resource).read(in.readAllBytes());
        policies.put(policy.uri(), policy);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return policies;
  }
}
