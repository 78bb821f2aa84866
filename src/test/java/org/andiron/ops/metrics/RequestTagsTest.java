package org.andiron.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tag;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.andiron.ops.interaction.FhirCall;
import org.andiron.ops.interaction.Interaction;
import org.junit.jupiter.api.Test;

class RequestTagsTest {

  private static final Set<String> OPERATIONS = Set.of("$everything", "$export");

  private final RequestTags tags = new RequestTags(OPERATIONS::contains);

  @Test
  void readIsTaggedByInteractionTypeAndStatus() {
    assertThat(asMap(FhirCall.of("GET", "/Patient/1", null), 200))
        .isEqualTo(Map.of("interaction", "read", "type", "Patient", "status", "200"));
  }

  @Test
  void knownOperationIsTaggedByItsName() {
    assertThat(asMap(FhirCall.of("GET", "/Patient/1/$everything", null), 200))
        .containsEntry("interaction", "$everything");
  }

  @Test
  void unknownOperationIsOther() {
    assertThat(asMap(FhirCall.of("GET", "/Patient/1/$ssn-123-45-6789", null), 404))
        .containsEntry("interaction", "$other");
  }

  @Test
  void unusualStatusIsTaggedByItsClass() {
    assertThat(RequestTags.status(418)).isEqualTo("4xx");
    assertThat(RequestTags.status(599)).isEqualTo("5xx");
    assertThat(RequestTags.status(0)).isEqualTo("other");
    assertThat(RequestTags.status(1000)).isEqualTo("other");
  }

  /**
   * No id, name or query of the caller can become a tag: whatever the path, the values are of a
   * closed set.
   */
  @Property(tries = 2000)
  void everyTagValueIsOfAClosedSet(
      @ForAll String first, @ForAll String second, @ForAll String query, @ForAll int status) {
    Set<String> interactions = new HashSet<>(OPERATIONS);
    interactions.add("$other");
    Arrays.stream(Interaction.values()).map(Interaction::code).forEach(interactions::add);
    Set<String> types = new HashSet<>(FhirCall.resourceTypes());
    types.addAll(List.of("system", "other"));

    for (String method : List.of("GET", "POST", "PUT", first)) {
      for (String path :
          List.of(
              "/" + first,
              "/Patient/" + first,
              "/$" + first,
              "/Patient/" + first + "/$" + second,
              "/Patient/" + first + "/" + second)) {
        Map<String, String> values = asMap(FhirCall.of(method, path, query), status);
        assertThat(values).containsOnlyKeys("interaction", "type", "status");
        assertThat(interactions).contains(values.get("interaction"));
        assertThat(types).contains(values.get("type"));
        assertThat(values.get("status")).matches("[1-5]\\d\\d|[1-5]xx|other");
      }
    }
  }

  @Test
  void statusHasFewValues() {
    Set<String> values = new HashSet<>();
    for (int status = -10; status < 1100; status++) {
      values.add(RequestTags.status(status));
    }
    assertThat(values).hasSizeLessThanOrEqualTo(31);
  }

  private Map<String, String> asMap(FhirCall call, int status) {
    return tags.of(call, status).stream().collect(Collectors.toMap(Tag::getKey, Tag::getValue));
  }
}
