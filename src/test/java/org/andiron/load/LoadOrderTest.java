package org.andiron.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoadOrderTest {

  @Test
  void namesDecideWhereContentSaysNothing() {
    assertThat(
            order(
                portion("patient.json", Set.of(), "Patient", "Organization"),
                portion("practitionerInformation1.json", Set.of(), "Practitioner", "Organization"),
                portion("hospitalInformation1.json", Set.of(), "Organization", "Practitioner")))
        .containsExactly(
            List.of("hospitalInformation1.json"),
            List.of("practitionerInformation1.json"),
            List.of("patient.json"));
  }

  @Test
  void referencesDecideAgainstTheUsualOrder() {
    assertThat(
            order(
                portion("device", Set.of("Patient"), "Device"),
                portion("patient", Set.of(), "Patient")))
        .containsExactly(List.of("patient"), List.of("device"));
  }

  @Test
  void whatRefersToOneAnotherGoesTogether() {
    List<LoadOrder.Level> levels =
        LoadOrder.of(
            List.of(
                portion("encounter", Set.of("Condition", "Patient"), "Encounter"),
                portion("condition", Set.of("Encounter", "Patient"), "Condition"),
                portion("patient", Set.of(), "Patient")));

    assertThat(levels).extracting(LoadOrder.Level::circular).containsExactly(false, true);
    assertThat(levels.get(1).portions()).hasSize(2);
  }

  @Test
  void patientsOfAllKindsShareALevel() {
    assertThat(
            order(
                portion("a", Set.of("Organization"), "Patient", "Encounter"),
                portion("b", Set.of("Organization", "Practitioner"), "Patient", "Claim"),
                portion("h", Set.of(), "Organization"),
                portion("p", Set.of("Organization"), "Practitioner")))
        .containsExactly(List.of("h"), List.of("p"), List.of("a", "b"));
  }

  private static List<List<String>> order(Portion... portions) {
    return LoadOrder.of(List.of(portions)).stream()
        .map(level -> level.portions().stream().map(p -> p.file().label()).sorted().toList())
        .toList();
  }

  private static Portion portion(String name, Set<String> requires, String... provides) {
    Map<String, Long> counts =
        Set.of(provides).stream().collect(Collectors.toMap(type -> type, type -> 1L));
    SourceFile file =
        new SourceFile(Path.of(name), name, SourceFile.Kind.REQUEST_BUNDLE, false, name);
    return new Portion(file, null, requires, counts, 1, true, false, null);
  }
}
