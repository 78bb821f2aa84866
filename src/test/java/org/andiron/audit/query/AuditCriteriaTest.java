package org.andiron.audit.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.andiron.storage.query.Comparator;
import org.andiron.storage.query.Criterion;
import org.andiron.storage.query.Criterion.DateTest;
import org.andiron.storage.query.Criterion.Link;
import org.andiron.storage.query.Criterion.Reference;
import org.andiron.storage.query.Criterion.ReferenceMatch;
import org.andiron.storage.query.Criterion.ReferenceValue;
import org.andiron.storage.query.Criterion.StringMatch;
import org.andiron.storage.query.Criterion.StringValue;
import org.andiron.storage.query.Criterion.Token;
import org.andiron.storage.query.Criterion.TokenMatch;
import org.andiron.storage.query.Criterion.TokenValue;
import org.andiron.storage.query.IndexKey;
import org.andiron.storage.query.UnsupportedSearchException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuditCriteriaTest {

  private final AuditCriteria criteria = new AuditCriteria(Set.of("Patient", "Device"));

  private static IndexKey key(String code) {
    return new IndexKey(code, List.of("AuditEvent"));
  }

  private AuditCondition token(String code, @Nullable String system, @Nullable String value) {
    return criteria.condition(
        new Token(key(code), new TokenMatch.OneOf(List.of(new TokenValue(system, value)))));
  }

  private AuditCondition reference(String code, List<String> types, @Nullable String version) {
    return criteria.condition(
        new Reference(
            new Link(key(code), List.of(), List.of()),
            ReferenceMatch.EQUALS,
            List.of(new ReferenceValue.Local(types, "1", version))));
  }

  @Test
  void tokensAreTermsWithTheirSystemOrWithout() {
    assertThat(token("subtype", null, "read").arguments()).containsExactly(List.of("subtype=read"));
    assertThat(token("subtype", "http://x", "read").arguments())
        .containsExactly(List.of("subtype=http://x|read"));
    assertThat(token("site", "", "a").arguments()).containsExactly(List.of("site=|a"));
    assertThat(token("subtype", "http://x", null).arguments()).containsExactly("subtype=http://x|");
  }

  @Test
  void codesHaveTheSystemOfTheirElement() {
    assertThat(token("action", null, "R")).isEqualTo(AuditCondition.of("action = ?", "R"));
    assertThat(token("action", "http://hl7.org/fhir/audit-event-action", "R"))
        .isEqualTo(AuditCondition.of("action = ?", "R"));
    assertThat(token("action", "http://x", "R")).isEqualTo(AuditCondition.NEVER);
    assertThat(token("outcome", "", "0")).isEqualTo(AuditCondition.NEVER);
  }

  @Test
  void aReferenceWithoutATypeMayLeadToAny() {
    assertThat(reference("entity", List.of(), null).arguments())
        .containsExactly(List.of("entity=Device/1", "entity=Patient/1"));
    assertThat(reference("patient", List.of("Patient"), null).arguments())
        .containsExactly(List.of("agent=Patient/1", "entity=Patient/1"));
    assertThatThrownBy(() -> reference("entity", List.of("Device"), "3"))
        .isInstanceOf(UnsupportedSearchException.class);
  }

  @Test
  void idsAreLookedForAtTheirTimeAndOthersAreNone() {
    Instant time = Instant.ofEpochMilli(0x018cc251f400L);
    assertThat(
            criteria
                .condition(new Criterion.Id(List.of("018cc251-f400-7000-8000-000000000000")))
                .arguments())
        .startsWith(time.atOffset(ZoneOffset.UTC), time.plusMillis(1).atOffset(ZoneOffset.UTC));
    assertThat(criteria.condition(new Criterion.Id(List.of("1")))).isEqualTo(AuditCondition.NEVER);
    // Of version 4, and in a form that no id here has.
    assertThat(
            criteria.condition(new Criterion.Id(List.of("018cc251-f400-4000-8000-000000000000"))))
        .isEqualTo(AuditCondition.NEVER);
    assertThat(
            criteria.condition(new Criterion.Id(List.of("018CC251-F400-7000-8000-000000000000"))))
        .isEqualTo(AuditCondition.NEVER);
  }

  @Test
  void namesAreComparedWithoutCaseAndAccents() {
    AuditCondition starts =
        criteria.condition(
            new StringValue(key("agent-name"), StringMatch.STARTS, List.of("ÄRZTIN")));
    assertThat(starts.arguments()).containsExactly("arztin");
    assertThat(
            criteria.condition(
                new StringValue(key("agent-name"), StringMatch.CONTAINS, List.of(" "))))
        .isEqualTo(AuditCondition.NEVER);
    assertThat(
            criteria
                .condition(new StringValue(key("address"), StringMatch.EXACT, List.of("Ä")))
                .arguments())
        .containsExactly("Ä");
  }

  @Test
  void noIsForWhatHasNoValueToo() {
    Criterion action =
        new Token(key("action"), new TokenMatch.OneOf(List.of(new TokenValue(null, "R"))));
    assertThat(criteria.condition(new Criterion.Not(action)).sql())
        .isEqualTo("(not coalesce(action = ?, false))");
  }

  @Test
  void datesAreThoseOfTheRecording() {
    Instant low = Instant.parse("2026-01-01T00:00:00Z");
    Instant high = Instant.parse("2027-01-01T00:00:00Z");
    for (Comparator comparator : Comparator.values()) {
      AuditCondition condition =
          criteria.condition(
              new Criterion.Date(key("date"), List.of(new DateTest(comparator, low, high))));
      String expected =
          switch (comparator) {
            case EQ, AP, PO -> "(recorded >= ? and recorded < ?)";
            case NE -> "(recorded < ? or recorded >= ?)";
            case GT, SA, GE -> "recorded >= ?";
            case LT, EB, LE -> "recorded < ?";
          };
      assertThat(condition.sql()).isEqualTo(expected);
      assertThat(condition.arguments().get(0))
          .isEqualTo(
              Set.of(Comparator.GT, Comparator.SA, Comparator.LE).contains(comparator)
                  ? high.atOffset(ZoneOffset.UTC)
                  : low.atOffset(ZoneOffset.UTC));
    }
  }

  @Test
  void whatTheLogDoesNotHaveIsRefused() {
    for (Criterion it :
        List.of(
            new Criterion.Tag(Criterion.TagKind.TAG, null),
            new Criterion.Text(Criterion.TextScope.CONTENT, List.of("x")),
            new Criterion.Words(key("action:text"), List.of("x")),
            new Criterion.InList(List.of("1")))) {
      assertThatThrownBy(() -> criteria.condition(it))
          .isInstanceOf(UnsupportedSearchException.class);
    }
    assertThatThrownBy(() -> token("code", null, "x"))
        .isInstanceOf(UnsupportedSearchException.class);
  }
}
