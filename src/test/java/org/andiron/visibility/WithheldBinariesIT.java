package org.andiron.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.testsupport.AndironIT;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What the database tells of whether a Binary is withheld. */
class WithheldBinariesIT extends AndironIT {

  /** Rules. Those up to the last but one were looked at. */
  private static final int DENIES = 3;

  private static final int DENIES_EXEMPT = 4;
  private static final int PERMITS = 5;
  private static final int KNOWN = 6;

  private static final long PATIENT = -20;
  private static final long EXEMPT = -21;

  /** Numbers that no resource has. */
  private static final long HIDDEN = -10;

  private static final long SHOWN = -11;

  private final String id = "w-" + UUID.randomUUID();

  @Autowired private DataSource dataSource;
  private UndoneStatements sql;

  @BeforeEach
  void onThisDatabase() {
    sql = new UndoneStatements(dataSource);
  }

  private void withRules(Runnable work) {
    sql.within(
        () -> {
          sql.set("known_rule", String.valueOf(KNOWN));
          sql.set("withheld", "{" + DENIES + "}");
          sql.set("exempt_patients", "{" + EXEMPT + "}");
          sql.set("withheld_exempt", "{" + DENIES_EXEMPT + "}");
          ruled(HIDDEN, PATIENT, DENIES, null);
          ruled(SHOWN, PATIENT, PERMITS, null);
          work.run();
        });
  }

  private void ruled(long resource, long patient, int rule, @Nullable Long toVersion) {
    sql.insert(
        "ruled",
        "res_id, patient, rule, from_version, to_version",
        resource,
        patient,
        rule,
        1,
        toVersion);
  }

  private void refers(long resource, String type) {
    link(resource, type, false);
  }

  private void context(long resource, String type) {
    link(resource, type, true);
  }

  private void link(long resource, String type, boolean context) {
    sql.insert(
        "binary_referrer",
        "source, binary_id, referrer, referrer_type, context, from_version",
        resource,
        id,
        resource,
        type,
        context,
        1);
  }

  private void refersNoMore() {
    sql.update("delete from andiron.binary_referrer where binary_id = ?", id);
  }

  private long former(long resource) {
    return sql.count(
        "andiron.binary_former_referrer where binary_id = ? and referrer = ?", id, resource);
  }

  private boolean isWithheld() {
    return sql.is("binary_withheld(?)", id);
  }

  @ParameterizedTest
  @CsvSource({
    "-20, 3, true",
    "-20, 4, false",
    "-20, 5, false",
    "-20, 6, false",
    "-20, 7, true",
    "-21, 3, false",
    "-21, 4, true",
    "-21, 5, false",
    "-21, 7, true"
  })
  void aRuleDeniesWhomItDeniesAndALaterOneEverybody(long patient, int rule, boolean withheld) {
    withRules(
        () -> {
          ruled(-12, patient, rule, null);
          assertThat(sql.is("withheld_by_rule(-12)")).isEqualTo(withheld);
        });
  }

  @Test
  void theRuleOfTheNewestVersionCounts() {
    withRules(
        () -> {
          ruled(-12, PATIENT, DENIES, 2L);
          ruled(-12, PATIENT, PERMITS, null);
          assertThat(sql.is("withheld_by_rule(-12)")).isFalse();
        });
  }

  @Test
  void whatIsUnderNoRuleIsNotWithheldAndOneOfSeveralPatientsIsEnough() {
    withRules(
        () -> {
          assertThat(sql.is("withheld_by_rule(-12)")).isFalse();
          ruled(-12, EXEMPT, PERMITS, null);
          assertThat(sql.is("withheld_by_rule(-12)")).isFalse();
          ruled(-12, PATIENT, DENIES, null);
          assertThat(sql.is("withheld_by_rule(-12)")).isTrue();
        });
  }

  @Test
  void whatNothingStandsForIsNotWithheld() {
    withRules(() -> assertThat(isWithheld()).isFalse());
  }

  @Test
  void itIsUnderTheConsentsOfAllThatReferToIt() {
    withRules(
        () -> {
          refers(SHOWN, "Media");
          assertThat(isWithheld()).isFalse();
          refers(HIDDEN, "Media");
          assertThat(isWithheld()).isTrue();
        });
  }

  @Test
  void theSecurityContextStandsForItAlone() {
    withRules(
        () -> {
          context(HIDDEN, "Media");
          refers(SHOWN, "Media");
          assertThat(isWithheld()).isTrue();
        });
    withRules(
        () -> {
          context(SHOWN, "Media");
          refers(HIDDEN, "Media");
          assertThat(isWithheld()).isFalse();
        });
  }

  @Test
  void aSecurityContextThatIsABinaryStandsForNothing() {
    withRules(
        () -> {
          context(SHOWN, "Binary");
          assertThat(isWithheld()).isTrue();
        });
  }

  @Test
  void whatRefersNoMoreIsRememberedOnce() {
    withRules(
        () -> {
          refers(HIDDEN, "Media");
          assertThat(former(HIDDEN)).isZero();
          refersNoMore();
          assertThat(former(HIDDEN)).isEqualTo(1);
          refers(HIDDEN, "Media");
          refersNoMore();
          assertThat(former(HIDDEN)).isEqualTo(1);
          assertThat(former(SHOWN)).isZero();
        });
  }

  @Test
  void aFormerSecurityContextIsNotRemembered() {
    withRules(
        () -> {
          context(HIDDEN, "Media");
          refersNoMore();
          assertThat(former(HIDDEN)).isZero();
          assertThat(isWithheld()).isFalse();
        });
  }

  @Test
  void withWhatReferredOnceItStaysWithheld() {
    withRules(
        () -> {
          refers(HIDDEN, "Media");
          refersNoMore();
          assertThat(isWithheld()).isTrue();
          refers(SHOWN, "Media");
          assertThat(isWithheld()).as("what refers now is stronger").isFalse();
          refersNoMore();
          assertThat(isWithheld()).as("one of those that did is withheld").isTrue();
        });
  }

  /** The trigger writes as its owner: callers have no right to the table but to read. */
  @Test
  void whoeverDeletesTheLinkItIsRemembered() {
    withRules(
        () -> {
          refers(HIDDEN, "Media");
          sql.update("grant delete on andiron.binary_referrer to andiron_ruled");
          sql.set("role", "andiron_ruled");
          refersNoMore();
          assertThat(former(HIDDEN)).isEqualTo(1);
        });
  }

  @Test
  void ofWhatIsExpungedNothingIsRemembered() {
    withRules(
        () -> {
          refers(HIDDEN, "Media");
          refersNoMore();
          sql.update(
              "insert into hfj_resource (res_id, res_type, fhir_id, res_ver, res_published,"
                  + " res_updated, has_tags, sp_has_links, sp_coords_present, sp_date_present,"
                  + " sp_number_present, sp_quantity_nrml_present, sp_quantity_present,"
                  + " sp_string_present, sp_token_present, sp_uri_present) values (?, 'Media', ?,"
                  + " 1, now(), now(), false, false, false, false, false, false, false, false,"
                  + " false, false)",
              HIDDEN,
              id);
          assertThat(former(HIDDEN)).isEqualTo(1);
          sql.update("delete from hfj_resource where res_id = ?", HIDDEN);
          assertThat(former(HIDDEN)).isZero();
          assertThat(isWithheld()).isFalse();
        });
  }
}
