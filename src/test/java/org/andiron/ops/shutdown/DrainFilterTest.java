package org.andiron.ops.shutdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class DrainFilterTest {

  private final Drain drain = new Drain();
  private final FilterRegistrationBean<DrainFilter> registration =
      new ShutdownConfiguration()
          .drainFilter(
              drain,
              new ShutdownProperties(
                  Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(7)));

  private MockHttpServletResponse answer(String endpoint) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", endpoint + "/x");
    request.setServletPath(endpoint);
    request.setPathInfo("/x");
    MockHttpServletResponse response = new MockHttpServletResponse();
    registration.getFilter().doFilter(request, response, new MockFilterChain());
    return response;
  }

  @Test
  void bothEndpointsWork() throws Exception {
    assertThat(registration.getUrlPatterns()).containsExactly("/fhir/*", "/cds-services/*");
    assertThat(answer("/fhir").getStatus()).isEqualTo(200);
    assertThat(answer("/cds-services").getStatus()).isEqualTo(200);
    assertThat(drain.inside()).isZero();
  }

  @Test
  void eachRefusesInItsForm() throws Exception {
    drain.closeAndAwaitEmpty(Duration.ZERO);
    MockHttpServletResponse fhir = answer("/fhir");
    assertThat(fhir.getStatus()).isEqualTo(503);
    assertThat(fhir.getHeader("Retry-After")).isEqualTo("7");
    assertThat(fhir.getContentAsString()).contains("OperationOutcome", "stopping");
    MockHttpServletResponse cds = answer("/cds-services");
    assertThat(cds.getStatus()).isEqualTo(503);
    assertThat(cds.getHeader("Retry-After")).isEqualTo("7");
    assertThat(cds.getContentAsString())
        .startsWith("{\"error\":\"transient\"")
        .contains("stopping");
  }
}
