package org.andiron.storage.terminology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemHierarchyMeaning;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeType;
import org.junit.jupiter.api.Test;

class ConceptGraphTest {

  private static ConceptDefinitionComponent concept(
      String code, ConceptDefinitionComponent... children) {
    ConceptDefinitionComponent concept = new ConceptDefinitionComponent().setCode(code);
    for (ConceptDefinitionComponent child : children) {
      concept.addConcept(child);
    }
    return concept;
  }

  private static ConceptDefinitionComponent related(String code, String property, String other) {
    ConceptDefinitionComponent concept = concept(code);
    concept.addProperty().setCode(property).setValue(new CodeType(other));
    return concept;
  }

  @Test
  void nestingAndParentPropertiesMakeOneHierarchy() {
    CodeSystem system = new CodeSystem();
    system.addConcept(concept("a", concept("b", concept("c"))));
    system.addConcept(related("d", "parent", "c"));
    system.addConcept(related("e", "subsumedBy", "d"));
    system.addConcept(related("top", "child", "a"));
    ConceptGraph graph = new ConceptGraph(system);
    assertThat(graph.compare("top", "e")).isEqualTo(Subsumption.SUBSUMES);
    assertThat(graph.compare("e", "b")).isEqualTo(Subsumption.SUBSUMED_BY);
    assertThat(graph.compare("b", "b")).isEqualTo(Subsumption.EQUIVALENT);
    assertThat(graph.below("c")).containsExactlyInAnyOrder("c", "d", "e");
    assertThat(graph.isChild("d", "c")).isTrue();
    assertThat(graph.isChild("e", "c")).isFalse();
  }

  @Test
  void nestingThatIsNotIsADoesNotSubsume() {
    CodeSystem system = new CodeSystem().setHierarchyMeaning(CodeSystemHierarchyMeaning.PARTOF);
    system.addConcept(concept("body", concept("arm")));
    assertThat(new ConceptGraph(system).compare("body", "arm")).isEqualTo(Subsumption.NOT_SUBSUMED);
  }

  @Test
  void aCircleEnds() {
    CodeSystem system = new CodeSystem();
    system.addConcept(related("a", "parent", "b"));
    system.addConcept(related("b", "parent", "a"));
    system.addConcept(concept("c"));
    ConceptGraph graph = new ConceptGraph(system);
    assertThat(graph.compare("a", "b")).isEqualTo(Subsumption.EQUIVALENT);
    assertThat(graph.compare("a", "c")).isEqualTo(Subsumption.NOT_SUBSUMED);
  }

  @Test
  void codesOfACaseInsensitiveSystemMayBeSpeltEitherWay() {
    CodeSystem system = new CodeSystem().setCaseSensitive(false);
    system.addConcept(concept("A", concept("b")));
    ConceptGraph graph = new ConceptGraph(system);
    assertThat(graph.compare("a", "B")).isEqualTo(Subsumption.SUBSUMES);
    assertThat(graph.find("B")).isNotNull();
  }

  @Test
  void aRegexMatchesTheWholeTextAndGivesUpInTime() {
    assertThat(new RegexFilter("a+b?").matches("aaab")).isTrue();
    assertThat(new RegexFilter("a+").matches("aaab")).isFalse();
    assertThatThrownBy(() -> new RegexFilter("(.*,){11}P").matches("1,".repeat(60)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> new RegexFilter("(")).isInstanceOf(InvalidRequestException.class);
  }
}
