package org.andiron.consent.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.andiron.consent.proof.Player.Heard;
import org.junit.jupiter.api.Test;

class ShrinkingTest {

  private static final String BUNDLE =
      """
      {"resourceType":"Bundle","type":"batch","entry":[\
      {"request":{"method":"GET","url":"Observation/1"}},\
      {"request":{"method":"GET","url":"Observation/2"}},\
      {"request":{"method":"GET","url":"Observation/3"}}]}\
      """;

  /** Shrinks a request, where those differ that meet a condition. */
  private static Step shrunk(Step step, Predicate<Step> differs) {
    List<Difference> smallest =
        Shrinking.smallest(
            List.of(difference(step)),
            some ->
                some.stream()
                    .map(it -> differs.test(it) ? Optional.of(difference(it)) : empty())
                    .toList());
    assertThat(smallest).hasSize(1);
    return smallest.get(0).step();
  }

  private static Difference difference(Step step) {
    return new Difference(step, new Heard(200, "a", Set.of()), new Heard(200, "b", Set.of()));
  }

  private static Optional<Difference> empty() {
    return Optional.empty();
  }

  private static Step search(String... parameters) {
    return Step.of(0, "GET", "Observation", List.of(parameters));
  }

  @Test
  void aNextPageIsLeftAsItIs() {
    Step step = Step.of(0, "GET", Step.NEXT, List.of("of=1"));
    assertThat(shrunk(step, it -> true)).isEqualTo(step);
  }

  @Test
  void onlyWhatMakesTheDifferenceIsLeft() {
    Step step =
        search("status=final", "code=x", "_sort=date", "_count=2")
            .withHeader("If-None-Match", "W/\"1\"")
            .withHeader("Accept", "application/fhir+xml");

    Step shrunk =
        shrunk(
            step,
            it ->
                it.parameters().containsAll(List.of("code=x", "_count=2"))
                    && it.headers().contains("Accept"));

    assertThat(shrunk)
        .isEqualTo(search("code=x", "_count=2").withHeader("Accept", "application/fhir+xml"));
  }

  @Test
  void aBundleKeepsTheEntryThatDiffers() {
    Step step =
        Step.of(1, "POST", "", List.of()).withBody(BUNDLE, "Content-Type", "application/fhir+json");

    Step shrunk = shrunk(step, it -> String.valueOf(it.body()).contains("Observation/2"));

    assertThat(shrunk.body()).contains("Observation/2").doesNotContain("tion/1", "tion/3");
    assertThat(shrunk.caller()).isEqualTo(1);
    assertThat(shrunk.headers()).isEqualTo(step.headers());
  }

  @Test
  void whatDoesNotDifferAgainStaysAsItWas() {
    Step step = search("code=x", "_count=2");

    assertThat(shrunk(step, it -> false)).isEqualTo(step);
  }

  @Test
  void eachIsShrunkByItself() {
    List<Difference> smallest =
        Shrinking.smallest(
            List.of(difference(search("a=1", "b=1")), difference(search("a=1", "c=1"))),
            some ->
                some.stream()
                    .map(
                        it ->
                            it.parameters().contains("a=1") ? empty() : Optional.of(difference(it)))
                    .toList());

    assertThat(smallest).extracting(Difference::step).containsExactly(search(), search());
  }
}
