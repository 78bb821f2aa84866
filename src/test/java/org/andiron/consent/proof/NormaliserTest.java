package org.andiron.consent.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NormaliserTest {

  private static final String ONE = "0b3a1c5e-0000-4000-8000-000000000001";
  private static final String OTHER = "0b3a1c5e-0000-4000-8000-000000000002";

  private final Normaliser normaliser = new Normaliser(Instant.parse("2026-01-02T03:04:05Z"));

  @Test
  void whatWasMadeHasTheSameNameLaterWhateverElseWasMade() {
    assertThat(normaliser.normalise("a " + ONE)).isEqualTo("a made-1-0");
    assertThat(normaliser.normalise(OTHER + " " + ONE)).isEqualTo("made-2-0 made-1-0");

    Normaliser another = new Normaliser(Instant.EPOCH);
    assertThat(another.normalise(ONE + " " + "0b3a1c5e-0000-4000-8000-000000000003"))
        .isEqualTo("made-1-0 made-1-1");
    assertThat(another.normalise(OTHER + " " + ONE)).isEqualTo("made-2-0 made-1-0");
  }

  @Test
  void onlyTimesOfTheRunAreTakenOut() {
    assertThat(normaliser.normalise("2026-01-02T03:04:05.678Z 2025-12-31T23:59:59+01:00"))
        .isEqualTo("now 2025-12-31T23:59:59+01:00");
    assertThat(normaliser.normalise("Fri, 02 Jan 2026 03:04:06 GMT")).isEqualTo("now");
  }

  @Test
  void howLongItTookIsTakenOut() {
    assertThat(normaliser.normalise("Deleted 122 resource(s). Took 1,550ms."))
        .isEqualTo(normaliser.normalise("Deleted 122 resource(s). Took 8ms."))
        .isEqualTo("Deleted 122 resource(s).");
  }

  @Test
  void whichReferenceLeadsNowhereIsTakenOut() {
    String one =
        "{\"diagnostics\":\"HAPI-1094: Resource Observation/a not found, specified in path:"
            + " Composition.section.entry\",\"expression\":[\"Composition.section[0].entry[0]\"]}";
    String other = one.replace("Observation/a", "Condition/b").replace("section[0]", "section[1]");

    assertThat(normaliser.normalise(one))
        .isEqualTo(normaliser.normalise(other))
        .startsWith("{\"diagnostics\":\"HAPI-1094")
        .endsWith("somewhere\"}");
  }

  @Test
  void whatIsInUseIsSorted() {
    String inUse =
        "Unable to delete %s because at least one resource has a reference to this resource. First"
            + " reference found was resource List/x in path List.entry.item\"";
    String one = inUse.formatted("Condition/a") + " " + inUse.formatted("Condition/b");
    String other = inUse.formatted("Condition/b") + " " + inUse.formatted("Condition/a");

    assertThat(normaliser.normalise(other))
        .isEqualTo(normaliser.normalise(one))
        .isEqualTo("In use: Condition/a\" In use: Condition/b\"");
  }

  @Test
  void labelsAreSortedAndAllElseStays() {
    String labels = "{\"meta\":{\"security\":[{\"code\":\"R\"},{\"code\":\"PSY\"}],\"tag\":[]}}";

    assertThat(Normaliser.withLabelsInOrder(labels))
        .isEqualTo("{\"meta\":{\"security\":[{\"code\":\"PSY\"},{\"code\":\"R\"}],\"tag\":[]}}");
    String others = "{\"name\":[{\"text\":\"b\"},{\"text\":\"a\"}]}";
    assertThat(Normaliser.withLabelsInOrder(others)).isEqualTo(others);
  }

  @Test
  void ofSeveralReferencesItIsNotToldWhichIsDeleted() {
    String deleted =
        "HAPI-1096: Resource Observation/a is deleted, specified in path: List.entry.item\"";
    String missing =
        "HAPI-1094: Resource Condition/b not found, specified in path: List.entry.item\"";
    String reference = "{\"reference\":\"Observation/a\"}";
    String both = reference + reference;
    assertThat(normaliser.normalise(Normaliser.withoutWhichLeadsNowhere(deleted, both)))
        .isEqualTo(normaliser.normalise(Normaliser.withoutWhichLeadsNowhere(missing, both)));
    assertThat(Normaliser.withoutWhichLeadsNowhere(deleted, reference)).isEqualTo(deleted);
  }

  @Test
  void rowsAreSorted() {
    assertThat(Normaliser.withRowsInOrder("<tr>b</tr><tr>a</tr></table>"))
        .isEqualTo(Normaliser.withRowsInOrder("<tr>a</tr><tr>b</tr></table>"))
        .isNotEqualTo(Normaliser.withRowsInOrder("<tr>a</tr><tr>a</tr></table>"));
  }

  @Test
  void partsAreSorted() {
    assertThat(Normaliser.withRowsInOrder("[{\"name\":\"b\"},{\"name\":\"a\"}]}"))
        .isEqualTo(Normaliser.withRowsInOrder("[{\"name\":\"a\"},{\"name\":\"b\"}]}"))
        .isNotEqualTo(Normaliser.withRowsInOrder("[{\"name\":\"a\"},{\"name\":\"a\"}]}"));
  }

  @Test
  void linesAreSortedByWhatIsLeftOfThem() {
    normaliser.normalise(OTHER);
    normaliser.normalise(ONE);
    assertThat(normaliser.inOrder(Stream.of("{" + ONE + "}", "{" + OTHER + "}")))
        .as("made later, though it comes first as text")
        .containsExactly("{" + OTHER + "}", "{" + ONE + "}");
  }
}
