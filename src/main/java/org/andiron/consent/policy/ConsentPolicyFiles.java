package org.andiron.consent.policy;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFileException;

/**
 * Reads the files of {@code fhir-config/consent-policies}: {@code organization.json} says which
 * implicit policy holds and who may break the glass; each other file is an implicit policy, beside
 * the four of <a href="https://profiles.ihe.net/ITI/PCF/volume-1.html">IHE's Privacy Consent on
 * FHIR</a>, which are brought along; each file of {@code legal} is a legal policy.
 */
public final class ConsentPolicyFiles {

  private static final String CHOICE = "consent-policies/organization.json";
  private static final String LEGAL = "consent-policies/legal/";
  private static final List<String> BROUGHT_ALONG =
      List.of("all-normal", "basic-normal", "break-glass-only", "deny");

  private final FhirContext fhirContext;
  private final ZoneId zone;

  /**
   * @param zone in which dates without a time of day are meant
   */
  public ConsentPolicyFiles(FhirContext fhirContext, ZoneId zone) {
    this.fhirContext = fhirContext;
    this.zone = zone;
  }

  /**
   * Reads all of them; a file takes the place of the policy brought along that has its URI.
   *
   * @throws ConfigurationFileException if one cannot be used
   */
  public ConsentPolicies read(Collection<ConfigurationFile> files) {
    Map<String, ImplicitPolicy> policies = broughtAlong();
    Claims claims = new Claims();
    List<LegalPolicy> legal = new ArrayList<>();
    OrganizationChoice choice = OrganizationChoice.DEFAULT;
    for (ConfigurationFile file : files) {
      if (file.path().equals(CHOICE)) {
        choice = new OrganizationChoiceReader(CHOICE).read(file.read());
      } else if (file.path().startsWith(LEGAL)) {
        LegalPolicy policy =
            new LegalPolicyReader(file.path(), fhirContext, zone).read(file.read());
        claims.claim(policy.id(), file.path());
        legal.add(policy);
      } else {
        ImplicitPolicy policy = new ImplicitPolicyReader(file.path()).read(file.read());
        claims.claim(policy.uri(), file.path());
        policies.put(policy.uri(), policy);
      }
    }
    ImplicitPolicy implicit = policies.get(choice.implicit());
    if (implicit == null) {
      throw new ConfigurationFileException(
          CHOICE,
          choice.at() == null ? 0 : choice.at().line(),
          choice.at() == null ? 0 : choice.at().column(),
          "no policy has this URI; there are " + policies.keySet(),
          null);
    }
    return new ConsentPolicies(legal, implicit, choice.breakGlass(), choice.requireVerified());
  }

  /** Whose each name is: decisions give the name of the policy that decided, and nothing else. */
  private static final class Claims {

    private final Map<String, String> files = new HashMap<>();

    void claim(String name, String file) {
      String other = files.putIfAbsent(name, file);
      if (other != null) {
        throw new ConfigurationFileException(file, "\"" + name + "\" is already used by " + other);
      }
    }
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
