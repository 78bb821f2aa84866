package org.andiron.visibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class JobVisibilityTest {

  private static final Visibility NARROW =
      new Visibility(
          List.of(
              Portion.of(Set.of("Observation", "Patient"), Set.of("1", "2")),
              Portion.of(Set.of(), Set.of("3")),
              Portion.of(Set.of("Condition"), Set.of()),
              new Portion(
                  Set.of("Observation"), Optional.empty(), Optional.of("category=a|b&code=x"))));

  private final JobVisibilityInterceptor interceptor = new JobVisibilityInterceptor();

  private static SystemRequestDetails request(Visibility visibility) {
    SystemRequestDetails request = new SystemRequestDetails();
    VisibilityOfRequest.set(request, visibility);
    return request;
  }

  /** A job as another node reads it from the database. */
  private JobInstance stored(Visibility visibility) {
    JobInstance job = new JobInstance();
    interceptor.keep(job, request(visibility));
    JobInstance read = new JobInstance();
    read.setUserDataAsString(job.getUserDataAsString());
    return read;
  }

  @Test
  void aNodeThatTakesAJobUpKnowsWhatExistsForIt() {
    assertThat(JobVisibility.of(stored(NARROW))).contains(NARROW);
    assertThat(JobVisibility.of(stored(new Visibility(List.of()))))
        .contains(new Visibility(List.of()));
    Visibility ofOwner = new Visibility(NARROW.portions(), Optional.of("app\nnina"));
    assertThat(JobVisibility.of(stored(ofOwner))).contains(ofOwner);
    assertThat(JobVisibility.of(stored(Visibility.ALL))).isEmpty();
  }

  @Test
  void aPieceOfAJobSeesNoMoreWhateverRequestsItMakesUp() {
    List<Visibility> seen = new ArrayList<>();
    interceptor
        .around(stored(NARROW))
        .wrapCall(
            () -> {
              seen.add(VisibilityOfRequest.of(null));
              seen.add(VisibilityOfRequest.of(new SystemRequestDetails()));
            });
    assertThat(seen).containsExactly(NARROW, NARROW);
    assertThat(VisibilityOfRequest.of(null)).isEqualTo(Visibility.ALL);
  }

  @Test
  void whoseGlassARequestHasBrokenIsNotKept() {
    SystemRequestDetails request = request(NARROW);
    Reader reader = new Reader("somebody", new TreeSet<>(Set.of("1")));
    VisibilityOfRequest.setReader(request, reader);
    JobInstance job = new JobInstance();
    interceptor.keep(job, request);
    assertThat(JobVisibility.reader(job)).contains(new Reader("somebody"));
    assertThat(job.getUserDataAsString()).contains("somebody").doesNotContain("opened");
  }

  @Test
  void afterAPieceThatFailedTheThreadIsFreeOfIt() {
    assertThatThrownBy(
            () ->
                interceptor
                    .around(stored(NARROW))
                    .wrapCall(
                        () -> {
                          throw new IllegalStateException("fails");
                        }))
        .hasMessage("fails");
    assertThat(VisibilityOfRequest.of(null)).isEqualTo(Visibility.ALL);
  }

  @Test
  void whatCannotBeReadIsNothing() {
    JobInstance job = new JobInstance();
    job.addUserData("visibility", "x");
    assertThat(JobVisibility.of(job)).contains(new Visibility(List.of()));
  }
}
