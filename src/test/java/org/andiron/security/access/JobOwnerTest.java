package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.batch2.model.JobInstance;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.Caller;
import org.andiron.security.scope.SmartScopes;
import org.junit.jupiter.api.Test;

class JobOwnerTest {

  private static Caller caller(String subject, String client) {
    return new Caller(
        subject,
        client,
        "",
        Optional.empty(),
        Set.of(),
        SmartScopes.of("system/*.rs"),
        Optional.empty(),
        "t",
        false);
  }

  private static Optional<JobOwner> stored(JobOwner owner) {
    JobInstance job = new JobInstance();
    owner.keep(job);
    JobInstance read = new JobInstance();
    read.setUserDataAsString(job.getUserDataAsString());
    return JobOwner.of(read);
  }

  @Test
  void aUserOwnsAJobWithWhateverApp() {
    assertThat(stored(JobOwner.of("iss", caller("ann", "app-1"))))
        .contains(JobOwner.of("iss", caller("ann", "app-2")));
  }

  @Test
  void aClientIsNotAUserOfThatNameAndNoIssuerSpeaksForAnother() {
    Optional<JobOwner> ofClient = stored(JobOwner.of("iss", caller("ann", "ann")));
    assertThat(ofClient)
        .isNotEqualTo(Optional.of(JobOwner.of("iss", caller("ann", "app"))))
        .isNotEqualTo(Optional.of(JobOwner.of("other", caller("ann", "ann"))))
        .contains(JobOwner.of("iss", caller("ann", "ann")));
  }

  @Test
  void aJobOfTheServerItselfBelongsToNobody() {
    assertThat(JobOwner.of(new JobInstance())).isEmpty();
  }
}
