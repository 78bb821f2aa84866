package org.andiron.consent.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.andiron.consent.label.LabelRuleFiles;
import org.andiron.consent.label.Labeller;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.storage.config.ConfigurationFolder;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.junit.jupiter.api.Test;

class RequestStreamTest {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();

  private static final World WORLD = world();

  private static World world() {
    ImplicitPolicy everything =
        new ImplicitPolicy(
            "urn:everything",
            "Everything",
            List.of(new ImplicitPolicy.Permit(Set.of(), Set.of(), null)),
            false);
    Labeller labeller =
        new Labeller(
            CONTEXT,
            LabelRuleFiles.read(ConfigurationFolder.open(null).files("consent-policies/labels")));
    Judge judge = new Judge(ConsentPolicies.of(everything), labeller, ZoneOffset.UTC);
    return new WorldGenerator(judge, Set.of(ProofCaller.PHYSICIAN, ProofCaller.NURSE))
        .generate(1, 26, true);
  }

  private RequestStream stream(CapabilityStatementRestComponent rest) {
    return new RequestStream(WORLD, rest, 4, false, 1);
  }

  private static CapabilityStatementRestComponent rest(String operation) {
    CapabilityStatementRestComponent rest = new CapabilityStatementRestComponent();
    rest.addSearchParam().setName("_id");
    for (String type : CONTEXT.getResourceTypes()) {
      CapabilityStatementRestResourceComponent claim = rest.addResource().setType(type);
      for (RuntimeSearchParam parameter : CONTEXT.getResourceDefinition(type).getSearchParams()) {
        claim
            .addSearchParam()
            .setName(parameter.getName())
            .setType(SearchParamType.fromCode(parameter.getParamType().getCode()));
      }
    }
    rest.addOperation().setName(operation);
    return rest;
  }

  @Test
  void aSeedGivesOneStream() {
    CapabilityStatementRestComponent rest = rest("meta");

    assertThat(stream(rest).mixed(300)).hasToString(stream(rest).mixed(300).toString());
  }

  @Test
  void thereIsSomethingToRefuseOfEachKind() {
    RequestStream stream = stream(rest("meta"));

    assertThat(stream.refused())
        .extracting(Step::method)
        .contains("PUT", "PATCH", "DELETE", "POST");
    assertThat(stream.deletionsOfReferred()).isNotEmpty();
  }

  /** Where it is refused to delete them, it shows that there is something hidden. */
  @Test
  void criteriaOfDeletionsFindNothingThatHiddenResourcesNeed() {
    List<Step> deletions =
        stream(rest("meta")).mixed(3000).stream()
            .filter(it -> it.method().equals("DELETE") && !it.path().contains("/"))
            .filter(it -> WORLD.pinned().stream().anyMatch(of -> of.startsWith(it.path() + "/")))
            .toList();

    assertThat(deletions)
        .isNotEmpty()
        .allSatisfy(
            it -> {
              String first = it.parameters().get(0).replaceFirst("&.*", "");
              String wanted = first.substring(first.indexOf('=') + 1);
              assertThat(first).matches("_id=.*|identifier=q[0-9a-f]+");
              assertThat(WORLD.pinned()).doesNotContain(it.path() + "/" + wanted);
            });
  }

  @Test
  void anOperationOfWhichNobodyKnowsIsNoticed() {
    assertThatThrownBy(() -> stream(rest("tell-all")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("tell-all");
  }
}
