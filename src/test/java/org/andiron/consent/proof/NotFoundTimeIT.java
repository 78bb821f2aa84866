package org.andiron.consent.proof;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.util.MemoryCacheService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.andiron.consent.proof.World.Store;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ContextConfiguration;

/**
 * Who is denied something cannot tell by the time that an answer takes whether what is not found is
 * withheld or is not there. Meant to run where nothing else does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ContextConfiguration(initializers = ProofServer.class, inheritInitializers = false)
@EnabledIfSystemProperty(named = "andiron.proof.all", matches = "true")
class NotFoundTimeIT extends SmartIT {

  /** From so many pairs on chance alone does not come near the narrower bounds. */
  private static final int MANY = 10_000;

  private static final long MILLISECOND = 1_000_000;
  private static final int WARM_UP = 200;

  @Autowired private DaoRegistry daos;
  @Autowired private MemoryCacheService caches;

  private final ProofSettings settings = ProofSettings.get();

  private FhirHttp nurse;
  private String hidden = "";

  @BeforeAll
  void hide() {
    Secrets secrets = new Secrets(1, settings.seed());
    List<Store> stores = new ArrayList<>();
    for (String who : List.of("Practitioner/test-nurse", "Practitioner/test-physician")) {
      Resource known = new Practitioner().setActive(true);
      known.setId(who);
      stores.add(new Store(who, known));
    }
    stores.addAll(secrets.stores());
    new WorldDatabase(jdbc(), daos, caches).apply(stores);
    hidden = secrets.secrets().get(0).id();
    nurse = http(new UserTokens(this).of(TestUsers.NURSE, "user/*.cruds"));
  }

  @Test
  void whatIsHiddenIsRefusedAsFastAsWhatIsNotThere() {
    assertAsFast("time-of-not-found", "Observation/", 404);
  }

  @Test
  void whatIsHiddenIsNotFoundAsFastAsWhatIsNotThere() {
    assertAsFast("time-of-nothing-found", "Observation?_id=", 200);
  }

  private void assertAsFast(String report, String path, int status) {
    int timed = settings.pairs();
    long[] ofHidden = new long[timed];
    long[] ofNothing = new long[timed];
    for (int i = -WARM_UP; i < timed; i++) {
      long one = timed(nurse, path + hidden, status);
      long other = timed(nurse, path + "q0000000000000" + (i & 1), status);
      if (i >= 0) {
        ofHidden[i] = one;
        ofNothing[i] = other;
      }
    }
    double longer = Chance.ofBeingLonger(ofHidden, ofNothing);
    Arrays.sort(ofHidden);
    Arrays.sort(ofNothing);
    ProofReport figures = new ProofReport(report);
    figures.add("hidden longer than nothing", "%.3f of %d".formatted(longer, timed));
    long median = ofHidden[timed / 2];
    long medianOfNothing = ofNothing[timed / 2];
    figures.add("medians in microseconds", median / 1000 + ", " + medianOfNothing / 1000);
    if (timed < MANY) {
      assertThat(longer).isBetween(0.4, 0.6);
    } else {
      assertThat(longer).isBetween(0.45, 0.55);
      assertThat(Math.abs(median - medianOfNothing)).isLessThan(MILLISECOND);
    }
  }

  private static long timed(FhirHttp http, String path, int status) {
    long begun = System.nanoTime();
    assertThat(http.get(path).status()).isEqualTo(status);
    return System.nanoTime() - begun;
  }
}
