package org.andiron.consent.proof;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.andiron.consent.label.LabelRuleFiles;
import org.andiron.consent.label.Labeller;
import org.andiron.consent.proof.World.Store;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.storage.config.ConfigurationFolder;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

class WorldGeneratorTest {

  private static final Labeller LABELLER =
      new Labeller(
          FhirContext.forR4Cached(),
          LabelRuleFiles.read(ConfigurationFolder.open(null).files("consent-policies/labels")));

  private static final Set<ProofCaller> STAFF =
      Set.of(ProofCaller.PHYSICIAN, ProofCaller.NURSE, ProofCaller.PATIENT);

  private static final ImplicitPolicy EVERYTHING =
      new ImplicitPolicy(
          "urn:everything",
          "Everything",
          List.of(new ImplicitPolicy.Permit(Set.of(), Set.of(), null)),
          false);

  private static World world(long seed, ProofCaller... callers) {
    Judge judge = new Judge(ConsentPolicies.of(EVERYTHING), LABELLER, ZoneOffset.UTC);
    return new WorldGenerator(judge, Set.of(callers)).generate(seed, 26, true);
  }

  @Test
  void aSeedGivesOneWorld() {
    World one = world(1, ProofCaller.NURSE, ProofCaller.PHYSICIAN);
    World other = world(1, ProofCaller.NURSE, ProofCaller.PHYSICIAN);

    assertThat(one.hidden()).isEqualTo(other.hidden());
    assertThat(texts(one)).isEqualTo(texts(other));
    assertThat(texts(world(2, ProofCaller.NURSE))).isNotEqualTo(texts(one));
  }

  private static List<String> texts(World world) {
    return world.stores().stream()
        .map(it -> it.reference() + (it.content() == null ? "" : Marks.text(it.content())))
        .toList();
  }

  @Test
  void somethingOfEachTypeIsHiddenAndSomethingIsNot() {
    for (ProofCaller caller :
        List.of(ProofCaller.PHYSICIAN, ProofCaller.NURSE, ProofCaller.SYSTEM)) {
      World world = world(3, caller);
      Map<String, Integer> hidden = new TreeMap<>();
      world.hidden().forEach(it -> hidden.merge(it.substring(0, it.indexOf('/')), 1, Integer::sum));
      Map<String, Resource> newest = world.newest();

      assertThat(hidden.keySet())
          .as("%s", caller)
          .contains("Patient", "Observation", "Encounter", "Condition", "Binary", "Consent")
          .contains("Bundle", "Device");
      assertThat(world.visible().map(Resource::fhirType)).containsAll(hidden.keySet());
      assertThat(world.hidden().size() * 100 / newest.size()).as("%s", caller).isBetween(10, 35);
    }
  }

  @Test
  void whereNothingIsPermittedWithoutAConsentSomeGiveOne() {
    ImplicitPolicy nothing = new ImplicitPolicy("urn:nothing", "Nothing", List.of(), false);
    Judge judge = new Judge(ConsentPolicies.of(nothing), LABELLER, ZoneOffset.UTC);
    World world = new WorldGenerator(judge, STAFF).generate(7, 26, false);

    assertThat(world.hidden().size() * 100 / world.newest().size()).isBetween(30, 80);
    assertThat(world.visible().map(Resource::fhirType)).contains("Patient", "Observation");
  }

  @Test
  void fromPrivacyOfficersOnlyTasksAre() {
    World world = world(8, ProofCaller.PRIVACY_OFFICER);

    assertThat(world.hidden()).isNotEmpty().allMatch(it -> it.startsWith("Task/"));
    assertThat(world.visible().map(Resource::fhirType)).contains("Task", "Consent");
  }

  @Test
  void maskedPartsSaySomethingElseInTheOtherWorld() {
    World world = world(9, ProofCaller.PHYSICIAN, ProofCaller.NURSE, ProofCaller.PATIENT);
    Map<String, Store> inB = new TreeMap<>();
    world.withoutHidden().forEach(it -> inB.put(it.reference(), it));

    assertThat(world.masked())
        .anyMatch(it -> it.startsWith("Observation/"))
        .anyMatch(it -> it.startsWith("Condition/"))
        .anyMatch(it -> it.startsWith("Bundle/"))
        .doesNotContainAnyElementsOf(world.hidden());
    for (String reference : world.masked()) {
      Resource inA = world.newest().get(reference);
      Resource other = inB.get(reference).content();
      if (inA != null && other != null) {
        assertThat(LabelledParts.marks(other))
            .hasSameSizeAs(LabelledParts.marks(inA))
            .doesNotContainAnyElementsOf(LabelledParts.marks(inA));
        assertThat(Marks.text(other)).hasSameSizeAs(Marks.text(inA));
      }
    }
    assertThat(inB.values().stream().flatMap(it -> marks(it).stream()))
        .doesNotContainAnyElementsOf(world.canaries());
  }

  private static Set<String> marks(Store store) {
    return store.content() == null ? Set.of() : Marks.in(Marks.text(store.content()));
  }

  @Test
  void nothingVisibleRefersToWhatIsHidden() {
    World world = world(4, ProofCaller.NURSE, ProofCaller.PHYSICIAN);

    assertThat(world.visible().flatMap(it -> Judge.targets(it).stream()))
        .doesNotContainAnyElementsOf(world.hidden());
  }

  @Test
  void whatIsReferredToIsLoadedBefore() {
    Set<String> loaded = new HashSet<>();
    for (Store store : world(5, ProofCaller.NURSE).stores()) {
      loaded.add(store.reference());
      if (store.content() != null) {
        assertThat(loaded).containsAll(Judge.targets(store.content()));
      }
    }
  }

  @Test
  void canariesAreInNothingVisible() {
    World world = world(6, ProofCaller.NURSE);
    Set<String> canaries = world.canaries();

    assertThat(canaries.size()).isGreaterThan(500);
    assertThat(
            world
                .visible()
                .filter(it -> !world.masked().contains(it.getId()))
                .flatMap(it -> Marks.in(Marks.text(it)).stream()))
        .doesNotContainAnyElementsOf(canaries);
  }
}
