package org.andiron.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.batch2.model.JobInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.audit.KeptRequester;
import org.andiron.audit.event.ClientApp;
import org.andiron.audit.event.Code;
import org.andiron.audit.event.HumanUser;
import org.andiron.audit.event.NetworkAddress;
import org.andiron.audit.event.Party;
import org.andiron.audit.event.Requester;
import org.junit.jupiter.api.Test;

/** Who started a job is the same when it works, on whichever node. */
class JobRequestersTest {

  private static final Requester STARTER =
      new Requester(
          Optional.of(new ClientApp(Optional.of("app"), "App", NetworkAddress.ip("192.0.2.1"))),
          Optional.of(
              new HumanUser(
                  "https://issuer.example",
                  "anna",
                  "Anna",
                  Optional.of("Practitioner/1"),
                  Set.of("nurse"))),
          Optional.of(new Party(Optional.of("Organization/1"), "Ward")),
          Optional.empty(),
          Optional.of("jti"),
          List.of(Code.purpose("TREAT")));

  @Test
  void isKeptWithAllThatIsKnown() {
    assertThat(KeptRequester.read(KeptRequester.write(STARTER))).isEqualTo(STARTER);
  }

  @Test
  void isThatOfTheThreadWhileItWorks() {
    JobInstance job = new JobInstance();
    job.setJobDefinitionId("BULK_IMPORT_PULL");
    new JobRequesters(() -> STARTER).keep(job);
    List<JobWork> seen = new ArrayList<>();
    new JobRequesters(() -> Requester.SERVER)
        .around(job)
        .wrapCall(() -> seen.add(JobWork.ofThread().orElseThrow()));
    assertThat(seen).containsExactly(new JobWork(STARTER, true));
    assertThat(JobWork.ofThread()).isEmpty();
  }

  @Test
  void isNobodyForTheServersOwn() {
    JobInstance job = new JobInstance();
    new JobRequesters(() -> Requester.SERVER).keep(job);
    List<Optional<JobWork>> seen = new ArrayList<>();
    new JobRequesters(() -> STARTER).around(job).wrapCall(() -> seen.add(JobWork.ofThread()));
    assertThat(seen).containsExactly(Optional.empty());
  }
}
