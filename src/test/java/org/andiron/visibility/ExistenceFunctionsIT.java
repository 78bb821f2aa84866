package org.andiron.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.testsupport.AndironIT;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the functions tell that policies ask where something exists for a rare reason. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExistenceFunctionsIT extends AndironIT {

  private static final long ANY_VERSION = Long.MAX_VALUE;

  /** Numbers that no resource has. */
  private static final long REFERRER = -10;

  private static final long PATIENT = -20;
  private static final int QUERY = -30;

  /** Of a Binary and of a Subscription that are there, and of rows that no resource has. */
  private final String id = "f-" + UUID.randomUUID();

  @Autowired private DataSource dataSource;
  private UndoneStatements sql;
  private long binary;

  @BeforeAll
  void store() {
    sql = new UndoneStatements(dataSource);
    String text = "\"contentType\":\"text/plain\",\"data\":\"YQ==\"";
    assertThat(http().put("Binary/" + id, TwoPatients.resource("Binary/" + id, text)).status())
        .isEqualTo(201);
    binary =
        new JdbcTemplate(dataSource)
            .queryForObject(
                "select res_id from hfj_resource where res_type = 'Binary' and fhir_id = ?",
                Long.class,
                id);
  }

  @AfterAll
  void remove() {
    http().delete("Binary/" + id);
  }

  /** Rights to nothing, to which tests add. */
  private void noRights() {
    for (String name : new String[] {"patients", "whole_patients", "queries", "query_patients"}) {
      sql.set(name, "{}");
    }
    for (String name : new String[] {"types", "patient_types", "patient_queries", "owner"}) {
      sql.set(name, "");
    }
    sql.set("caller", "x");
    sql.set("binaries", "on");
  }

  private boolean referred(long version) {
    return sql.is("referred(?, ?)", id, version);
  }

  private void referrer(long number, String type, boolean context, long fromVersion) {
    sql.insert(
        "binary_referrer",
        "source, binary_id, referrer, referrer_type, context, from_version",
        number,
        id,
        number,
        type,
        context,
        fromVersion);
  }

  private void ofPatient(long resource, String type, @Nullable Long toVersion) {
    sql.insert(
        "compartment",
        "res_id, patient, res_type, from_version, to_version",
        resource,
        PATIENT,
        type,
        1,
        toVersion);
  }

  private void admitted(long resource, @Nullable Long toVersion) {
    sql.insert(
        "admitted", "res_id, query_id, from_version, to_version", resource, QUERY, 1, toVersion);
  }

  @Test
  void aResourceExistsNowIfItDoesForTheRole() {
    sql.within(
        () -> {
          noRights();
          assertThat(sql.is("exists_now(?)", binary)).isTrue();
          assertThat(sql.is("exists_now(?)", REFERRER)).isFalse();
          sql.set("role", "andiron_restricted");
          assertThat(sql.is("exists_now(?)", binary)).isFalse();
          sql.set("types", "Patient,Binary");
          assertThat(sql.is("exists_now(?)", binary)).isTrue();
        });
  }

  @Test
  void onlyWhatThisTransactionHasStoredIsCreated() {
    sql.within(
        () -> {
          sql.insert("unplaced", "res_id", REFERRER);
          assertThat(sql.is("created(?)", REFERRER)).isTrue();
          assertThat(sql.is("created(?)", PATIENT)).isFalse();
          sql.update("update andiron.unplaced set xact = '1' where res_id = ?", REFERRER);
          assertThat(sql.is("created(?)", REFERRER)).as("by another transaction").isFalse();
        });
  }

  @Test
  void aTransactionThatHasStoredNothingHasCreatedNothing() {
    sql.within(() -> assertThat(sql.is("created(?)", REFERRER)).isFalse());
  }

  @Test
  void aBinaryExistsByAReferrerOfATypeThatDoes() {
    sql.within(
        () -> {
          noRights();
          sql.set("types", "Medication,Patient");
          assertThat(referred(ANY_VERSION)).as("nothing refers to it").isFalse();
          referrer(REFERRER, "Medication", false, 1);
          assertThat(referred(ANY_VERSION)).isTrue();
          sql.set("types", "MedicationRequest,Patient");
          assertThat(referred(ANY_VERSION)).as("another whose name begins so").isFalse();
        });
  }

  @Test
  void whoHasNoRightToBinariesGetsNoneByALink() {
    sql.within(
        () -> {
          noRights();
          sql.set("types", "DocumentReference");
          referrer(REFERRER, "DocumentReference", false, 1);
          sql.set("binaries", "off");
          assertThat(referred(ANY_VERSION)).isFalse();
        });
  }

  @Test
  void aLinkShowsNoVersionThatIsOlder() {
    sql.within(
        () -> {
          noRights();
          sql.set("types", "DocumentReference");
          referrer(REFERRER, "DocumentReference", false, 3);
          assertThat(referred(2)).isFalse();
          assertThat(referred(3)).isTrue();
          assertThat(referred(4)).isTrue();
        });
  }

  @Test
  void aSecurityContextDecidesAlone() {
    sql.within(
        () -> {
          noRights();
          sql.set("types", "DocumentReference");
          referrer(REFERRER, "DocumentReference", false, 1);
          referrer(REFERRER - 1, "Encounter", true, 1);
          assertThat(referred(ANY_VERSION)).isFalse();
          sql.set("types", "Encounter");
          assertThat(referred(ANY_VERSION)).isTrue();
        });
  }

  /** Settings as they are for a caller, and whether the referrer is part of a record still. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{-20} | {-20} |                      | true  | true",
        "{-20} | {}    | -20/Media            | true  | true",
        "{-20} | {}    | -20/DocumentReference| true  | false",
        "{-20} | {}    | -2/Media             | true  | false",
        "{-21} | {-21} |                      | true  | false",
        "{}    | {-20} |                      | true  | false",
        "{-20} | {-20} |                      | false | false",
      })
  void aBinaryExistsByAReferrerOfAPatient(
      String patients, String whole, @Nullable String types, boolean still, boolean exists) {
    sql.within(
        () -> {
          noRights();
          referrer(REFERRER, "Media", false, 1);
          ofPatient(REFERRER, "Media", still ? null : 2L);
          sql.set("patients", patients);
          sql.set("whole_patients", whole);
          sql.set("patient_types", types == null ? "" : types);
          assertThat(referred(ANY_VERSION)).isEqualTo(exists);
        });
  }

  @ParameterizedTest
  @CsvSource({"{-30}, true, true", "{-30}, false, false", "{-31}, true, false"})
  void aBinaryExistsByAReferrerThatAQueryFinds(String queries, boolean still, boolean exists) {
    sql.within(
        () -> {
          noRights();
          referrer(REFERRER, "Media", false, 1);
          admitted(REFERRER, still ? null : 2L);
          sql.set("queries", queries);
          assertThat(referred(ANY_VERSION)).isEqualTo(exists);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "{-20}, -20/-30, true, true, true",
    "{-20}, -20/-30, false, true, false",
    "{-20}, -20/-30, true, false, false",
    "{-20}, -20/-31, true, true, false",
    "{-21}, -21/-30, true, true, false"
  })
  void aBinaryExistsByAReferrerThatAQueryFindsForAPatient(
      String patients, String queries, boolean stillFound, boolean stillOfPatient, boolean exists) {
    sql.within(
        () -> {
          noRights();
          referrer(REFERRER, "Media", false, 1);
          admitted(REFERRER, stillFound ? null : 2L);
          ofPatient(REFERRER, "Media", stillOfPatient ? null : 2L);
          sql.set("query_patients", patients);
          sql.set("patient_queries", queries);
          assertThat(referred(ANY_VERSION)).isEqualTo(exists);
        });
  }

  @Test
  void aSubscriptionExistsForWhoseItIs() {
    sql.within(
        () -> {
          noRights();
          sql.insert(
              "subscription_owner",
              "subscription, party, subject, client, scopes",
              id,
              "nurse app",
              "nurse",
              "app",
              "");
          sql.set("owner", "nurse");
          assertThat(sql.is("exists_otherwise('Subscription', ?)", id)).isFalse();
          sql.set("owner", "nurse app");
          assertThat(sql.is("exists_otherwise('Subscription', ?)", id)).isTrue();
          assertThat(sql.is("exists_otherwise('Subscription', ?)", id + "0")).isFalse();
          assertThat(sql.is("exists_otherwise('Observation', ?)", id)).isFalse();
          assertThat(sql.is("exists_otherwise('Binary', ?)", id)).isFalse();
        });
  }

  @Test
  void ofABinaryAnyLinkCountsButNotForAnyVersion() {
    sql.within(
        () -> {
          noRights();
          sql.set("types", "DocumentReference");
          referrer(REFERRER, "DocumentReference", false, 2);
          assertThat(sql.is("exists_otherwise('Binary', ?)", id)).isTrue();
          assertThat(sql.is("exists_otherwise('Subscription', ?)", id)).isFalse();
          assertThat(sql.is("version_exists_otherwise('Binary', ?, 1)", binary)).isFalse();
          assertThat(sql.is("version_exists_otherwise('Binary', ?, 2)", binary)).isTrue();
        });
  }

  @Test
  void theTypeOfAVersionIsThatOfItsResource() {
    sql.within(
        () -> {
          noRights();
          sql.insert(
              "subscription_owner",
              "subscription, party, subject, client, scopes",
              id,
              "me",
              "me",
              "app",
              "");
          sql.set("owner", "me");
          assertThat(sql.is("exists_otherwise('Subscription', ?)", id)).isTrue();
          assertThat(sql.is("version_exists_otherwise('Subscription', ?, null)", binary))
              .as("the number is of a Binary of that id")
              .isFalse();
          sql.update("update hfj_resource set res_type = 'Subscription' where res_id = ?", binary);
          assertThat(sql.is("version_exists_otherwise('Subscription', ?, null)", binary)).isTrue();
        });
  }
}
