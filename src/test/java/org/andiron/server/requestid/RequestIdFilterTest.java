package org.andiron.server.requestid;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.ServletRequestTracing;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.andiron.server.RequestId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RequestIdFilterTest {

  private static final String MADE = "[0-9a-f]{24}";

  private final RequestIdFilter filter = new RequestIdFilter();
  private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/fhir/Patient");
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  @Test
  void callersIdIsKeptInHeaderAttributeLogAndHapi() throws Exception {
    request.addHeader("X-Request-Id", "Ward-7.night-1");
    AtomicReference<String> logged = new AtomicReference<>();

    filter.doFilter(request, response, (req, res) -> logged.set(MDC.get(RequestId.MDC_KEY)));

    assertThat(response.getHeaders("X-Request-Id")).containsExactly("Ward-7.night-1");
    assertThat(request.getAttribute("org.andiron.requestId")).isEqualTo("Ward-7.night-1");
    assertThat(ServletRequestTracing.maybeGetRequestId(request)).isEqualTo("Ward-7.night-1");
    assertThat(logged).hasValue("Ward-7.night-1");
    assertThat(MDC.get(RequestId.MDC_KEY)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "two words",
        "line\nbreak",
        "a/b",
        "ü",
        "12345678901234567890123456789012345678901234567890123456789012345"
      })
  void idThatIsNotWellFormedIsReplaced(String offered) throws Exception {
    request.addHeader("X-Request-Id", offered);

    filter.doFilter(request, response, (req, res) -> {});

    assertThat(response.getHeader("X-Request-Id")).matches(MADE);
  }

  @Test
  void idIsMadeIfTheCallerGivesNone() throws Exception {
    filter.doFilter(request, response, (req, res) -> {});

    assertThat(response.getHeader("X-Request-Id")).matches(MADE);
  }

  @Test
  void headerStaysSingleWhenHapiAddsItsOwn() throws Exception {
    filter.doFilter(
        request,
        response,
        (req, res) -> ((HttpServletResponse) res).addHeader("X-Request-ID", "from HAPI"));

    assertThat(response.getHeaders("X-Request-Id")).hasSize(1).first().asString().matches(MADE);
  }

  @Test
  void asynchronousDispatchHasTheSameId() throws Exception {
    filter.doFilter(request, response, (req, res) -> {});
    String id = response.getHeader("X-Request-Id");
    request.setDispatcherType(DispatcherType.ASYNC);
    AtomicReference<String> logged = new AtomicReference<>();

    filter.doFilter(request, response, (req, res) -> logged.set(MDC.get(RequestId.MDC_KEY)));

    assertThat(logged).hasValue(id);
  }

  @Test
  void traceOfTheCallerIsLogged() throws Exception {
    request.addHeader("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    AtomicReference<String> logged = new AtomicReference<>();

    filter.doFilter(
        request, response, (req, res) -> logged.set(MDC.get("traceId") + " " + MDC.get("spanId")));

    assertThat(logged).hasValue("0af7651916cd43dd8448eb211c80319c b7ad6b7169203331");
    assertThat(MDC.get("traceId")).isNull();
    assertThat(MDC.get("spanId")).isNull();
  }

  @Test
  void contextIsClearedAfterAFailure() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    filter.doFilter(
                        request,
                        response,
                        (req, res) -> {
                          throw new IllegalStateException("broken");
                        })))
        .isInstanceOf(IllegalStateException.class);
    assertThat(MDC.get(RequestId.MDC_KEY)).isNull();
  }
}
