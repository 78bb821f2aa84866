package org.andiron.security.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.andiron.security.RolePurposes;
import org.andiron.security.scope.Permission;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.ConfigurationFolder;
import org.andiron.storage.config.LocatedJson.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolePolicyTest {

  @TempDir Path folder;

  private RolePolicies policies() throws IOException {
    return RoleConfiguration.read(ConfigurationFolder.open(folder));
  }

  private static RolePolicy read(String json) {
    return new RolePolicyReader("roles/ward-clerk.json")
        .read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(String json, String message) {
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> read(json))
        .withMessageContaining("roles/ward-clerk.json, " + message);
  }

  private static boolean allows(
      RolePolicy policy, PatientReach patients, String type, String permission) {
    return policy.rights().stream()
        .anyMatch(
            right ->
                right.patients() == patients
                    && right.types().contains(type)
                    && right.permissions().containsAll(Permission.parse(permission).orElseThrow()));
  }

  @Test
  void theRolesOfAHospitalAreBroughtAlong() throws IOException {
    RolePolicies policies = policies();

    assertThat(policies.names())
        .containsExactly(
            "administrator",
            "nurse",
            "patient",
            "physician",
            "privacy-officer",
            "relative",
            "researcher");
    RolePolicy physician = policies.of(List.of("physician")).get(0);
    assertThat(allows(physician, PatientReach.ANY, "Observation", "cruds")).isTrue();
    assertThat(allows(physician, PatientReach.ANY, "AuditEvent", "r")).isFalse();
    assertThat(physician.allowsOperation("everything")).isTrue();
    assertThat(physician.allowsAdministration()).isFalse();
    RolePolicy patient = policies.of(List.of("patient")).get(0);
    assertThat(allows(patient, PatientReach.OWN, "Observation", "rs")).isTrue();
    assertThat(allows(patient, PatientReach.OWN, "Observation", "c")).isFalse();
    assertThat(allows(patient, PatientReach.ANY, "Observation", "r")).isFalse();
    RolePolicy administrator = policies.of(List.of("administrator")).get(0);
    assertThat(allows(administrator, PatientReach.NONE, "ValueSet", "cruds")).isTrue();
    assertThat(administrator.rights())
        .noneMatch(
            right -> right.types().contains("Observation") || right.types().contains("Patient"));
    assertThat(administrator.allowsAdministration()).isTrue();
    RolePolicy researcher = policies.of(List.of("researcher")).get(0);
    assertThat(researcher.rights())
        .filteredOn(right -> right.types().contains("Patient"))
        .hasSize(1)
        .allMatch(RoleRight::deidentified);
    assertThat(researcher.operations()).contains("export");
  }

  @Test
  void aPolicyMaySayWhatItsUsersUseDataFor() throws IOException {
    String clerk =
        """
        {"title": "Clerk",
         %s
         "rights": [{"patients": "any", "types": ["Claim"], "permissions": "rs"}]}
        """;
    assertThat(read(clerk.formatted("")).purposeOfUse()).isEmpty();
    assertThat(
            read(clerk.formatted("\"purposeOfUse\": \"HPAYMT\",")).withinCareTeam().purposeOfUse())
        .contains(
            new RolePurposes.Stated(
                "ward-clerk", "HPAYMT", "roles/ward-clerk.json", new Place(2, 18)));
    refused(clerk.formatted("\"purposeOfUse\": [\"HPAYMT\"],"), "line 2");
    refused(clerk.formatted("\"purposeOfUse\": \"\","), "line 2");
    refused(clerk.formatted("\"purpose\": \"HPAYMT\","), "line 2");

    assertThat(policies().purposes().all()).isEmpty();
    Files.writeString(
        Files.createDirectories(folder.resolve("roles")).resolve("nurse.json"),
        clerk.formatted("\"purposeOfUse\": \"CAREMGT\","));
    assertThat(policies().purposes().all())
        .extracting(RolePurposes.Stated::role, RolePurposes.Stated::purpose)
        .containsExactly(tuple("nurse", "CAREMGT"));
  }

  @Test
  void aDeidentifiedRightIsToReadAndSearch() {
    String right =
        """
        {"title": "Lab", "rights": [{"patients": "any", "types": ["*"], %s}]}
        """;
    RolePolicy lab = read(right.formatted("\"permissions\": \"rs\", \"deidentified\": true"));
    assertThat(lab.rights()).allMatch(RoleRight::deidentified);
    for (String wrong :
        List.of(
            "\"permissions\": \"rs\", \"deidentified\": \"yes\"",
            "\"permissions\": \"cruds\", \"deidentified\": true")) {
      assertThatExceptionOfType(ConfigurationFileException.class)
          .isThrownBy(() -> read(right.formatted(wrong)))
          .withMessageContaining("deidentified");
    }
  }

  @Test
  void aRoleWithoutPolicyAllowsNothing() throws IOException {
    assertThat(policies().of(List.of("chaplain", ""))).isEmpty();
  }

  @Test
  void aFileOfTheOperatorTakesThePlaceOfThePolicyBroughtAlong() throws IOException {
    Files.createDirectories(folder.resolve("roles"));
    Files.writeString(
        folder.resolve("roles/nurse.json"),
        """
        {"title": "Nurse", "rights": [{"patients": "care-team", "types": ["*"], "permissions": "rs"}]}
        """);

    RolePolicy nurse = policies().of(List.of("nurse")).get(0);

    assertThat(nurse.rights()).hasSize(1);
    assertThat(nurse.rights().get(0).patients()).isEqualTo(PatientReach.CARE_TEAM);
    assertThat(nurse.operations()).isEmpty();
    assertThat(policies().names()).hasSize(7);
  }

  @Test
  void physiciansAndNursesMayBeHeldToTheirCareTeams() throws IOException {
    RolePolicies everybody = policies();
    RolePolicies held =
        new RoleConfiguration().rolePolicies(ConfigurationFolder.open(folder), careTeam(true));

    assertThat(
            new RoleConfiguration()
                .rolePolicies(ConfigurationFolder.open(folder), careTeam(false))
                .of(everybody.names()))
        .isEqualTo(everybody.of(everybody.names()));
    for (String role : List.of("physician", "nurse")) {
      RolePolicy policy = held.of(List.of(role)).get(0);
      assertThat(policy.rights()).noneMatch(it -> it.patients() == PatientReach.ANY);
      assertThat(allows(policy, PatientReach.CARE_TEAM, "Observation", "crus")).isTrue();
      assertThat(allows(policy, PatientReach.NONE, "ValueSet", "rs")).isTrue();
    }
    assertThat(held.of(List.of("privacy-officer", "patient")))
        .isEqualTo(everybody.of(List.of("privacy-officer", "patient")));
  }

  private static RoleProperties careTeam(boolean held) {
    return new RoleProperties(held);
  }

  @Test
  void aFileOfTheOperatorAddsARole() throws IOException {
    Files.createDirectories(folder.resolve("roles"));
    Files.writeString(
        folder.resolve("roles/ward-clerk.json"), "{\"title\": \"Ward clerk\", \"rights\": []}");

    assertThat(policies().names()).hasSize(8).contains("ward-clerk");
  }

  @Test
  void exceptionsAreTakenFromTheTypes() {
    RolePolicy policy =
        read(
            """
            {"title": "T", "rights": [
              {"patients": "any", "types": ["@terminology"], "except": ["ValueSet"], "permissions": "r"}]}
            """);

    assertThat(policy.rights().get(0).types())
        .isEqualTo(Set.of("CodeSystem", "ConceptMap", "NamingSystem", "TerminologyCapabilities"));
  }

  @Test
  void aBrokenFileIsRefusedWithPlaceAndReason() {
    refused("{", "line 1, column 2: not valid JSON");
    refused("[]", "line 1, column 1: expected an object");
    refused("{\"rights\": []}", "line 1, column 1: title is missing");
    refused("{\"title\": \"T\"}", "line 1, column 1: rights is missing");
    refused("{\"title\": \"T\",\n \"right\": []}", "line 2, column 2: unknown name \"right\"");
    refused(
        right("everybody", "Patient", "r"), "line 2, column 14: patients must be one of [any, own");
    refused(right("any", "Patients", "r"), "line 2, column 31: \"Patients\" is no resource type");
    refused(
        right("any", "@terminolgy", "r"),
        "line 2, column 31: \"@terminolgy\" is no resource type of FHIR R4 and none of [*,"
            + " @conformance, @terminology, @directory]; did you mean \"@terminology\"?");
    refused(right("any", "@clinical", "r"), "line 2, column 31: \"@clinical\" is no resource type");
    refused(right("any", "Patient", "dr"), "line 2, column 58: permissions must be letters");
    refused(
        "{\"title\": \"T\", \"rights\": [], \"operations\": [\"$reindex\"]}",
        "line 1, column 45: an operation is given by its name without '$'");
    refused(
        "{\"title\": \"T\", \"rights\": [{\"patients\": \"any\", \"types\": [\"Patient\"],"
            + " \"except\": [\"*\"], \"permissions\": \"r\"}]}",
        "line 1, column 27: a right needs types");
  }

  @Test
  void aFileWhoseNameIsNoRoleIsRefused() {
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> new RolePolicyReader("roles/Ward Clerk.json").read(new byte[0]))
        .withMessageContaining("roles/Ward Clerk.json: the file must be named like the role");
  }

  private static String right(String patients, String type, String permissions) {
    return "{\"title\": \"T\", \"rights\": [\n{\"patients\": \"%s\", \"types\": [\"%s\"], \"permissions\": \"%s\"}]}"
        .formatted(patients, type, permissions);
  }
}
