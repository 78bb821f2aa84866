package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.DataMeaning;
import org.andiron.consent.rule.DataReference;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.visibility.PlacedResources.Placed;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** When it is asked of the database whose records are concerned. There is none here. */
class LegallyNamedDataTest {

  private static final JdbcTemplate NO_DATABASE = new JdbcTemplate();
  private static final ConsentReference NAMED =
      new ConsentReference.Local(new ResourceRef("Observation", "named"));

  private static LegalPolicy policy(Provision rule) {
    return new LegalPolicy("urn:x", "x", null, false, rule);
  }

  private static Provision deny(List<Criterion> criteria, Provision... inner) {
    return new Provision("rule", ProvisionType.DENY, criteria, List.of(inner));
  }

  private static Criterion data(ConsentReference reference) {
    return new Criterion.Data(List.of(new DataReference(DataMeaning.RELATED, reference)));
  }

  private static ChangedResources stored(String id) {
    Observation observation = new Observation();
    observation.setId("Observation/" + id + "/_history/2");
    return new ChangedResources(
        NO_DATABASE, List.of(new Placed(1, observation, false, Optional.empty())), Set.of());
  }

  private static void assertAsks(LegalPolicy policy, ChangedResources changed) {
    LegallyNamedData data = new LegallyNamedData(NO_DATABASE, List.of(policy));
    assertThatThrownBy(() -> data.records(changed)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void wherePoliciesNameNothingNothingIsAsked() {
    LegalPolicy policy = policy(deny(List.of(new Criterion.Actions(Set.of()))));
    ChangedResources deleted = new ChangedResources(NO_DATABASE, List.of(), Set.of(1L));
    for (List<LegalPolicy> policies : List.of(List.<LegalPolicy>of(), List.of(policy))) {
      LegallyNamedData data = new LegallyNamedData(NO_DATABASE, policies);
      assertThat(data.records(stored("named"))).isEmpty();
      assertThat(data.records(deleted)).isEmpty();
    }
  }

  @Test
  void wherePoliciesNameSomethingElseNothingIsAsked() {
    LegallyNamedData data =
        new LegallyNamedData(NO_DATABASE, List.of(policy(deny(List.of(data(NAMED))))));
    assertThat(data.records(stored("other"))).isEmpty();
  }

  @Test
  void whatIsNamedIsLookedInto() {
    assertAsks(policy(deny(List.of(data(NAMED)))), stored("named"));
    assertAsks(policy(deny(List.of(), deny(List.of(data(NAMED))))), stored("named"));
  }

  @Test
  void whatIsNamedByAnIdentifierMayBeAny() {
    ConsentReference.Logical identifier =
        new ConsentReference.Logical(new BusinessIdentifier("urn:x", "1"));
    assertAsks(policy(deny(List.of(data(identifier)))), stored("other"));
  }
}
