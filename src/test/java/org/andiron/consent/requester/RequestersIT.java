package org.andiron.consent.requester;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.Requester;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.security.Caller;
import org.andiron.security.access.AccessIT;
import org.andiron.security.scope.SmartScopes;
import org.andiron.testsupport.SigningClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who calls, read from what is stored. */
class RequestersIT extends AccessIT {

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final String doctor = "rq-doctor-" + key;
  private final String patient = "rq-patient-" + key;

  @Autowired private PlatformTransactionManager transactions;

  private Requesters requesters;
  private Caller caller;

  @BeforeEach
  void records() {
    requesters =
        new Requesters(jdbc(), fhirContext(), transactions, ZoneOffset.UTC, Clock.systemUTC());
    caller = caller("Practitioner/" + doctor, Optional.empty(), "physician");
    put("Patient", patient, "\"identifier\": [{\"system\": \"urn:mrn\", \"value\": \"%s\"}]");
    put("Practitioner", doctor, "\"identifier\": [{\"system\": \"urn:l\", \"value\": \"%s\"}]");
    put("Organization", "rq-trust-" + key, "\"name\": \"Trust\"");
    put(
        "Organization",
        "rq-ward-" + key,
        "\"identifier\": [{\"value\": \"ward-%s\"}],"
            + " \"partOf\": {\"reference\": \"Organization/rq-trust-%s\"}");
    role("true");
  }

  /** With the key of this test in the place of each {@code %s}. */
  private void put(String type, String id, String members) {
    store(
        "{\"resourceType\": \"%s\", \"id\": \"%s\", %s}"
            .formatted(type, id, members.replace("%s", key)));
  }

  private void role(String active) {
    put(
        "PractitionerRole",
        "rq-role-" + key,
        """
        "active": %1$s, "practitioner": {"reference": "Practitioner/rq-doctor-%2$s"},
        "organization": {"reference": "Organization/rq-ward-%2$s"}
        """
            .formatted(active, key));
  }

  @Test
  void anOrganizationIsAskedWithAllItIsPartOf() {
    ResourceRef ward = new ResourceRef("Organization", "rq-ward-" + key);
    ResourceRef trust = new ResourceRef("Organization", "rq-trust-" + key);

    Requester asking = requesters.at(Set.of(ward), Set.of(), Instant.now());

    assertThat(asking.self().references()).containsExactly(ward);
    assertThat(asking.organizations().references()).containsExactlyInAnyOrder(ward, trust);
  }

  private static Caller caller(String fhirUser, Optional<String> device, String... roles) {
    return new Caller(
        "somebody",
        "app",
        "Somebody",
        Optional.of(fhirUser),
        Set.of(roles),
        SmartScopes.of("user/*.rs"),
        Optional.empty(),
        "t",
        false,
        Optional.empty(),
        Set.of(),
        device,
        false);
  }

  private Requester requester(Caller of) {
    return requesters.of(of, requesters.epoch(of));
  }

  private ResourceRef[] refs(String... texts) {
    return Arrays.stream(texts)
        .map(it -> ResourceRef.ofRelative(it + "-" + key).orElseThrow())
        .toArray(ResourceRef[]::new);
  }

  private BusinessIdentifier identifier(String system, String value) {
    return new BusinessIdentifier(system, value);
  }

  @Test
  void isFoundWithRolesOrganizationsTeamsAndGroups() {
    put(
        "CareTeam",
        "rq-team-" + key,
        """
        "status": "active", "subject": {"reference": "Patient/rq-patient-%s"},
        "participant": [{"member": {"reference": "Organization/rq-ward-%s"}}]
        """);
    put(
        "Group",
        "rq-group-" + key,
        """
        "type": "practitioner", "actual": true, "member": [
          {"entity": {"reference": "Practitioner/rq-doctor-%s"}},
          {"entity": {"reference": "Patient/rq-patient-%s"}}]
        """);
    put(
        "Group",
        "rq-outer-" + key,
        """
        "type": "practitioner", "actual": true, "member": [
          {"entity": {"reference": "Group/rq-group-%s"}}]
        """);

    Requester found = requester(caller);

    assertThat(found.self())
        .isEqualTo(
            new ReferenceSet(
                Set.of(refs("Practitioner/rq-doctor", "PractitionerRole/rq-role")),
                Set.of(identifier("urn:l", key))));
    assertThat(found.organizations())
        .isEqualTo(
            new ReferenceSet(
                Set.of(refs("Organization/rq-ward", "Organization/rq-trust")),
                Set.of(identifier("", "ward-" + key))));
    assertThat(found.memberships().references())
        .containsExactlyInAnyOrder(refs("CareTeam/rq-team", "Group/rq-group", "Group/rq-outer"));
    assertThat(found.roles()).containsExactly("physician");
    assertThat(requester(caller("Patient/" + patient, Optional.empty())).memberships().references())
        .containsExactlyInAnyOrder(refs("Group/rq-group", "Group/rq-outer"));
  }

  @Test
  void isFoundByIdentifierWhereNothingLiteralIsThere() {
    put(
        "Practitioner",
        "rq-locum-" + key,
        "\"identifier\": [{\"system\": \"urn:l\", \"value\": \"locum-%s\"}]");
    String locum = "{\"identifier\": {\"system\": \"urn:l\", \"value\": \"locum-%s\"}}";
    put(
        "Organization",
        "rq-unit-" + key,
        "\"identifier\": [{\"value\": \"unit-%s\"}],"
            + " \"partOf\": {\"identifier\": {\"value\": \"ward-%s\"}}");
    put(
        "PractitionerRole",
        "rq-shift-" + key,
        "\"practitioner\": "
            + locum
            + ", \"organization\": {\"identifier\": {\"value\": \"unit-%s\"}}");
    put(
        "CareTeam",
        "rq-night-" + key,
        "\"status\": \"active\", \"participant\": [{\"member\": {\"identifier\":"
            + " {\"value\": \"ward-%s\"}}}]");
    put(
        "CareTeam",
        "rq-elsewhere-" + key,
        "\"status\": \"active\", \"participant\": [{\"member\": {\"reference\":"
            + " \"Practitioner/rq-doctor-%s\", \"identifier\":"
            + " {\"system\": \"urn:l\", \"value\": \"locum-%s\"}}}]");
    put(
        "Group",
        "rq-pool-" + key,
        "\"type\": \"practitioner\", \"actual\": true, \"identifier\": [{\"value\": \"pool-%s\"}],"
            + " \"member\": [{\"entity\": {\"identifier\": {\"value\": \"somebody-%s\"}}},"
            + " {\"entity\": "
            + locum
            + "}]");
    put(
        "Group",
        "rq-pools-" + key,
        "\"type\": \"practitioner\", \"actual\": true,"
            + " \"member\": [{\"entity\": {\"identifier\": {\"value\": \"pool-%s\"}}}]");

    for (String signedIn : new String[] {"Practitioner/rq-locum-", "PractitionerRole/rq-shift-"}) {
      Requester found = requester(caller(signedIn + key, Optional.empty(), "physician"));
      assertThat(found.self().references())
          .containsExactlyInAnyOrder(refs("Practitioner/rq-locum", "PractitionerRole/rq-shift"));
      assertThat(found.organizations().references())
          .containsExactlyInAnyOrder(
              refs("Organization/rq-unit", "Organization/rq-ward", "Organization/rq-trust"));
      assertThat(found.memberships().references())
          .containsExactlyInAnyOrder(refs("CareTeam/rq-night", "Group/rq-pool", "Group/rq-pools"));
    }

    put("PractitionerRole", "rq-shift-" + key, "\"active\": false, \"practitioner\": " + locum);
    Requester after =
        requester(caller("Practitioner/rq-locum-" + key, Optional.empty(), "physician"));
    assertThat(after.organizations()).isEqualTo(ReferenceSet.EMPTY);
    assertThat(after.memberships().references())
        .containsExactlyInAnyOrder(refs("Group/rq-pool", "Group/rq-pools"));
  }

  @Test
  void isOneWithWhomAPersonNamesByIdentifier() {
    for (String id : new String[] {"x", "y"}) {
      put(
          "RelatedPerson",
          "rq-i" + id + "-" + key,
          "\"identifier\": [{\"value\": \""
              + id
              + "-%s\"}], \"patient\": {\"reference\": \"Patient/rq-patient-%s\"}");
    }
    put(
        "Person",
        "rq-named-" + key,
        "\"link\": [{\"target\": {\"identifier\": {\"value\": \"x-%s\"}}},"
            + " {\"target\": {\"identifier\": {\"value\": \"y-%s\"}}}]");
    Caller relative = caller("RelatedPerson/rq-ix-" + key, Optional.empty(), "relative");
    assertThat(requester(relative).self().references())
        .containsExactlyInAnyOrder(refs("RelatedPerson/rq-ix", "RelatedPerson/rq-iy"));
  }

  @Test
  void isAnotherAsSoonAsARoleHasEnded() {
    assertThat(requester(caller).organizations().references()).hasSize(2);
    RequesterEpoch before = requesters.epoch(caller);
    put("Patient", "rq-other-" + key, "\"active\": true");
    assertThat(requesters.epoch(caller)).isEqualTo(before);

    role("false");

    assertThat(requesters.epoch(caller)).isNotEqualTo(before);
    assertThat(requester(caller).organizations()).isEqualTo(ReferenceSet.EMPTY);
    assertThat(requester(caller).self().references())
        .containsExactlyInAnyOrder(refs("Practitioner/rq-doctor"));
  }

  @Test
  void isNoMemberOfWhatIsDeleted() {
    put(
        "Group",
        "rq-group-" + key,
        """
        "type": "practitioner", "actual": true, "member": [
          {"entity": {"reference": "Practitioner/rq-doctor-%s"}}]
        """);
    assertThat(requester(caller).memberships().references()).hasSize(1);
    assertThat(all().delete("Group/rq-group-" + key).status()).isIn(200, 204);
    assertThat(requester(caller).memberships()).isEqualTo(ReferenceSet.EMPTY);
  }

  @Test
  void ofAPatientDependsOnThatPatientAlone() {
    Caller self = caller("Patient/" + patient, Optional.of("Device/rq-device-" + key), "patient");
    assertThat(requester(self).self())
        .isEqualTo(
            new ReferenceSet(
                Set.of(refs("Patient/rq-patient", "Device/rq-device")),
                Set.of(identifier("urn:mrn", key))));
    put("Device", "rq-device-" + key, "\"identifier\": [{\"value\": \"app-%s\"}]");
    put("Patient", patient, "\"identifier\": [{\"system\": \"urn:mrn\", \"value\": \"new-%s\"}]");
    assertThat(requester(self).self().identifiers())
        .containsExactlyInAnyOrder(
            identifier("urn:mrn", "new-" + key), identifier("", "app-" + key));
  }

  @Test
  void isOneWithWhomStaffSayTheyAre() {
    for (String id : new String[] {"rq-x-", "rq-y-"}) {
      put("RelatedPerson", id + key, "\"patient\": {\"reference\": \"Patient/rq-patient-%s\"}");
    }
    Caller relative = caller("RelatedPerson/rq-x-" + key, Optional.empty(), "relative");
    assertThat(requester(relative).self().references())
        .containsExactlyInAnyOrder(refs("RelatedPerson/rq-x"));
    put(
        "Person",
        "rq-person-" + key,
        """
        "link": [{"target": {"reference": "RelatedPerson/rq-x-%s"}},
          {"target": {"reference": "RelatedPerson/rq-y-%s"}}]
        """);
    assertThat(requester(relative).self().references())
        .containsExactlyInAnyOrder(refs("RelatedPerson/rq-x", "RelatedPerson/rq-y"));
  }

  @Test
  void epochsCountWhatIsCommittedAndNoWriterWaits() {
    RequesterEpoch before = requesters.epoch(caller);
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              touch(doctor);
              touch(doctor);
              assertThat(requesters.epoch(caller)).isEqualTo(before);
              put("Organization", "rq-trust-" + key, "\"name\": \"Trust again\"");
              assertThat(requesters.epoch(caller).shared()).isEqualTo(before.shared() + 1);
            });
    assertThat(requesters.epoch(caller).shared()).isEqualTo(before.shared() + 2);

    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              touch(doctor);
              status.setRollbackOnly();
            });
    assertThat(requesters.epoch(caller).shared()).isEqualTo(before.shared() + 2);
  }

  /** As HAPI does when it stores another version, in the transaction of the test. */
  private void touch(String practitioner) {
    assertThat(
            jdbc()
                .update(
                    "update hfj_resource set res_updated = res_updated"
                        + " where res_type = 'Practitioner' and fhir_id = ?",
                    practitioner))
        .isEqualTo(1);
  }

  @Test
  void isReadAsOwnerInsideATransactionThatIsRestricted() {
    RequesterEpoch epoch = requesters.epoch(caller);
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              jdbc().execute("set local role andiron_restricted");
              assertThat(jdbc().queryForObject("select andiron.requester_epoch()", Long.class))
                  .isEqualTo(epoch.shared());
              assertThat(
                      requesters.of(caller, requesters.epoch(caller)).organizations().references())
                  .hasSize(2);
            });
  }

  /** Its own count is not that of what is found, which is what was committed before. */
  @Test
  void whatATransactionIsAboutToChangeIsReadAgainAfterIt() {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              jdbc()
                  .update(
                      "update hfj_res_ver v set res_text_vc ="
                          + " replace(res_text_vc, '\"active\":true', '\"active\":false')"
                          + " from hfj_resource r"
                          + " where r.res_id = v.res_id and r.fhir_id = ?",
                      "rq-role-" + key);
              touch(doctor);
              RequesterEpoch own =
                  jdbc()
                      .queryForObject(
                          "select shared, own from andiron.reader_epoch(array['Practitioner'],"
                              + " array[?])",
                          (row, number) -> new RequesterEpoch(row.getLong(1), row.getString(2)),
                          doctor);
              assertThat(requesters.of(caller, own).organizations().references()).hasSize(2);
            });
    assertThat(requester(caller).organizations().references()).isEmpty();
  }

  @Test
  void tokensSayWhatTheClientIsRegisteredFor() throws IOException {
    SigningClient client = SigningClient.rsa("rq-client-" + key);
    register(
        client.registration(
            "\"scope\": \"system/*.rs\", \"purpose_of_use\": [\"HRESCH\"],"
                + " \"andiron_device\": \"Device/rq-app\""));
    String token = askForToken(client, "system/*.rs").json().path("access_token").asText();
    JsonNode claims = claims(token);
    assertThat(claims.path("purpose_of_use")).hasSize(1);
    assertThat(claims.path("purpose_of_use").path(0).asText()).isEqualTo("HRESCH");
    assertThat(claims.path("andiron_device").asText()).isEqualTo("Device/rq-app");
    assertThat(claims(token("system/*.rs")).has("purpose_of_use")).isFalse();
  }

  private static JsonNode claims(String token) throws IOException {
    return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
  }
}
