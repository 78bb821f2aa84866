package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.security.Caller;
import org.andiron.security.access.AccessDecision.Allowed;
import org.andiron.security.access.AccessDecision.Refused;
import org.andiron.security.role.PatientReach;
import org.andiron.visibility.Portion;
import org.hl7.fhir.r4.model.ResourceType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every resource type, interaction, set of scopes, context and owner of the resource: what is
 * decided is what this class computes from the text of the scopes, with code that knows nothing of
 * the rules.
 */
class AccessMatrixTest {

  private static final String QUERY = "category=http://example.org|laboratory";

  private static final List<String> SCOPE_SETS =
      List.of(
          "",
          "patient/*.rs",
          "patient/*.cruds",
          "patient/*.read",
          "patient/Observation.rs patient/Patient.r",
          "patient/Observation.rs?" + QUERY,
          "patient/Observation.r?" + QUERY + " patient/Observation.cud patient/Practitioner.s",
          "patient/*.write user/Condition.rs",
          "user/*.rs",
          "user/*.*",
          "user/Patient.cu user/Observation.ds",
          "user/*.dus patient/*.rd patient/Condition.sr user/Patients.rs",
          "system/*.cruds",
          "openid fhirUser launch/patient offline_access");

  /** What each interaction needs, by the specification. */
  private static final Map<String, String> LETTERS =
      Map.ofEntries(
          Map.entry("read", "r"),
          Map.entry("vread", "r"),
          Map.entry("history-instance", "r"),
          Map.entry("history-type", "s"),
          Map.entry("search-type", "s"),
          Map.entry("create", "c"),
          Map.entry("update", "u"),
          Map.entry("patch", "u"),
          Map.entry("delete", "d"),
          Map.entry("conditional create", "cs"),
          Map.entry("conditional update", "us"),
          Map.entry("conditional delete", "ds"));

  private static final Map<String, Function<String, WantedAccess>> WANTED =
      Map.ofEntries(
          Map.entry("read", WantedAccess::toRead),
          Map.entry("vread", WantedAccess::toRead),
          Map.entry("history-instance", WantedAccess::toRead),
          Map.entry("history-type", WantedAccess::toReadHistoryOf),
          Map.entry("search-type", type -> new SearchAnalysis(t -> Set.of()).of(type, Map.of())),
          Map.entry("create", type -> WantedAccess.toCreate(type, false)),
          Map.entry("update", type -> WantedAccess.toUpdate(type, false)),
          Map.entry("patch", type -> WantedAccess.toUpdate(type, false)),
          Map.entry("delete", type -> WantedAccess.toDelete(type, false)),
          Map.entry("conditional create", type -> WantedAccess.toCreate(type, true)),
          Map.entry("conditional update", type -> WantedAccess.toUpdate(type, true)),
          Map.entry("conditional delete", type -> WantedAccess.toDelete(type, true)));

  /** Types without any element that could be about a patient. */
  private static final Set<String> ABOUT_NOBODY =
      Set.of(
          ("ActivityDefinition CapabilityStatement CatalogEntry ChargeItemDefinition CodeSystem"
                  + " CompartmentDefinition ConceptMap DeviceDefinition EffectEvidenceSynthesis"
                  + " Endpoint EventDefinition Evidence EvidenceVariable ExampleScenario"
                  + " GraphDefinition HealthcareService ImplementationGuide InsurancePlan Library"
                  + " Location Measure Medication MedicationKnowledge MedicinalProduct"
                  + " MedicinalProductAuthorization MedicinalProductContraindication"
                  + " MedicinalProductIndication MedicinalProductIngredient"
                  + " MedicinalProductInteraction MedicinalProductManufactured"
                  + " MedicinalProductPackaged MedicinalProductPharmaceutical"
                  + " MedicinalProductUndesirableEffect MessageDefinition NamingSystem"
                  + " ObservationDefinition OperationDefinition Organization OrganizationAffiliation"
                  + " PlanDefinition Practitioner PractitionerRole Questionnaire ResearchDefinition"
                  + " ResearchElementDefinition ResearchStudy RiskEvidenceSynthesis SearchParameter"
                  + " SpecimenDefinition StructureDefinition StructureMap Substance"
                  + " SubstanceNucleicAcid SubstancePolymer SubstanceProtein"
                  + " SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification"
                  + " TerminologyCapabilities TestScript ValueSet")
              .split(" "));

  private static final Pattern SCOPE =
      Pattern.compile(
          "(patient|user|system)/(\\*|[A-Z][A-Za-z]+)\\.(?:(?=[cruds])(c?r?u?d?s?)|(read|write|\\*))(?:\\?(.+))?");

  enum Outcome {
    REFUSED,
    HIDDEN,
    EXISTS
  }

  enum Context {
    NONE,
    OWN
  }

  enum Owner {
    OWN,
    OTHER
  }

  static List<String> scopeSets() {
    return SCOPE_SETS;
  }

  @ParameterizedTest
  @MethodSource("scopeSets")
  void everyDecisionIsTheOneThatTheScopesSay(String scopes) {
    List<String> wrong = new ArrayList<>();
    int cells = 0;
    for (PatientReach reach : List.of(PatientReach.ANY, PatientReach.OWN)) {
      for (Context context : Context.values()) {
        EffectiveRights rights = rights(scopes, reach, context);
        for (ResourceType resourceType : ResourceType.values()) {
          String type = resourceType.name();
          if (type.equals("Subscription")) {
            // Is its owner's, which no scope tells.
            continue;
          }
          for (String interaction : LETTERS.keySet()) {
            AccessDecision decision =
                AccessRules.decide(rights, WANTED.get(interaction).apply(type));
            for (Owner owner : Owner.values()) {
              for (boolean matching : new boolean[] {true, false}) {
                cells++;
                Outcome expected =
                    expected(scopes, reach, context, type, interaction, owner, matching);
                Outcome actual = outcome(decision, type, owner, matching);
                if (expected != actual) {
                  wrong.add(
                      String.join(
                          " ",
                          interaction,
                          type,
                          "of " + owner,
                          matching ? "matching" : "not matching",
                          "by " + reach + " in context " + context,
                          "is " + actual + ", not " + expected));
                }
              }
            }
          }
        }
      }
    }
    assertThat(wrong).as("of %d cells with '%s'", cells, scopes).isEmpty();
    assertThat(cells).isGreaterThan(10_000);
  }

  private static EffectiveRights rights(String scopes, PatientReach reach, Context context) {
    Caller caller =
        scopes.startsWith("system")
            ? Callers.backend(scopes)
            : Callers.user(
                scopes,
                context == Context.OWN ? Optional.of("own") : Optional.empty(),
                "Patient/own");
    return Callers.rights(caller, Callers.everythingFor(reach));
  }

  private static Outcome outcome(
      AccessDecision decision, String type, Owner owner, boolean matching) {
    if (decision instanceof Refused) {
      return Outcome.REFUSED;
    }
    String patient = owner == Owner.OWN ? "own" : "other";
    boolean exists =
        ((Allowed) decision)
            .visibility().portions().stream()
                .anyMatch(portion -> covers(portion, type, patient, matching));
    return exists ? Outcome.EXISTS : Outcome.HIDDEN;
  }

  private static boolean covers(Portion portion, String type, String patient, boolean matching) {
    return (portion.types().isEmpty() || portion.types().contains(type))
        && (portion.patients().isEmpty()
            || portion.patients().get().contains(patient)
            || ABOUT_NOBODY.contains(type))
        && (portion.query().isEmpty() || (matching && portion.query().get().equals(QUERY)));
  }

  /**
   * A request needs each of its letters from some scope for the type; a resource exists if for each
   * letter there is a scope that reaches it, all of one level, or any of several.
   */
  private static Outcome expected(
      String scopes,
      PatientReach reach,
      Context context,
      String type,
      String interaction,
      Owner owner,
      boolean matching) {
    String letters = LETTERS.getOrDefault(interaction, "");
    boolean anyForEach = true;
    boolean reachedForEach = true;
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      boolean any = false;
      boolean reached = false;
      for (String scope : scopes.split(" ")) {
        Matcher parts = SCOPE.matcher(scope);
        if (!parts.matches() || !isForType(parts.group(2), type)) {
          continue;
        }
        if (lettersOf(parts).indexOf(letter) < 0) {
          continue;
        }
        boolean shared = ABOUT_NOBODY.contains(type);
        boolean bound = parts.group(1).equals("patient");
        boolean nobody = bound && context == Context.NONE;
        boolean grants = shared || !nobody;
        any |= grants;
        boolean ofOwnOnly =
            !parts.group(1).equals("system") && (bound || reach == PatientReach.OWN);
        boolean reaches = shared || !ofOwnOnly || owner == Owner.OWN;
        reached |= grants && reaches && (parts.group(5) == null || matching);
      }
      anyForEach &= any;
      reachedForEach &= reached;
    }
    if (!anyForEach) {
      return Outcome.REFUSED;
    }
    return reachedForEach ? Outcome.EXISTS : Outcome.HIDDEN;
  }

  private static String lettersOf(Matcher parts) {
    if (parts.group(3) != null) {
      return parts.group(3);
    }
    return switch (parts.group(4).toLowerCase(Locale.ROOT)) {
      case "read" -> "rs";
      case "write" -> "cud";
      default -> "cruds";
    };
  }

  private static boolean isForType(String written, String type) {
    return written.equals("*")
        || (written.equals(type)
            && Arrays.stream(ResourceType.values()).anyMatch(it -> it.name().equals(written)));
  }
}
