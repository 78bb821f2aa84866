package org.andiron.server.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import org.junit.jupiter.api.Test;

class ConflictRetryInterceptorTest {

  private final ConflictRetryInterceptor interceptor = new ConflictRetryInterceptor();

  @Test
  void whatMetAnotherTransactionIsTriedAgain() {
    assertThat(interceptor.tryAgain(new SystemRequestDetails()).isRetry()).isTrue();
    assertThat(interceptor.tryAgain(null).isRetry()).isTrue();
  }

  @Test
  void whatOthersReferToIsNot() {
    SystemRequestDetails request = new SystemRequestDetails();
    interceptor.referredTo(request);
    assertThat(interceptor.tryAgain(request).isRetry()).isFalse();
    interceptor.referredTo(null);
  }
}
