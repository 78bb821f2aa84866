package org.andiron.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class PlainHttpFilterTest {

  private static final String HTTPS = "https://fhir.example.org";

  private static MockHttpServletResponse answer(String issuer, MockHttpServletRequest request)
      throws Exception {
    MockHttpServletResponse response = new MockHttpServletResponse();
    new PlainHttpFilter(() -> issuer).doFilter(request, response, new MockFilterChain());
    return response;
  }

  private static MockHttpServletRequest from(String address, String path) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
    request.setRemoteAddr(address);
    return request;
  }

  @Test
  void whereHttpsIsPublicPlainHttpIsRefused() throws Exception {
    for (String path :
        new String[] {"/oauth2/token", "/fhir/Patient", "/auth/sign-in", "/scim/v2"}) {
      MockHttpServletResponse response = answer(HTTPS, from("192.0.2.7", path));
      assertThat(response.getStatus()).as(path).isEqualTo(403);
      assertThat(response.getContentAsString())
          .contains("OperationOutcome")
          .contains("server.forward-headers-strategy");
    }
  }

  @Test
  void whatCameByTlsIsServed() throws Exception {
    MockHttpServletRequest secure = from("192.0.2.7", "/oauth2/token");
    secure.setSecure(true);
    assertThat(answer(HTTPS, secure).getStatus()).isEqualTo(200);
  }

  @Test
  void thisMachineAndTheProbesOfAClusterMayUsePlainHttp() throws Exception {
    for (String address : new String[] {"127.0.0.1", "::1", "0:0:0:0:0:0:0:1"}) {
      assertThat(answer(HTTPS, from(address, "/oauth2/token")).getStatus()).isEqualTo(200);
    }
    for (String address : new String[] {"localhost", "127.0.0.1.example.org", "10.0.0.1", "::2"}) {
      assertThat(answer(HTTPS, from(address, "/oauth2/token")).getStatus()).isEqualTo(403);
    }
    assertThat(answer(HTTPS, from("192.0.2.7", "/actuator/health/liveness")).getStatus())
        .isEqualTo(200);
  }

  @Test
  void aServerThatIsReachedByHttpAnywayServesIt() throws Exception {
    assertThat(answer("http://localhost:8080", from("192.0.2.7", "/oauth2/token")).getStatus())
        .isEqualTo(200);
  }
}
