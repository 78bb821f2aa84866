package org.andiron.consent.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.andiron.security.Caller;
import org.andiron.security.scope.SmartScopes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class DeclaredPurposeTest {

  private static Caller caller(boolean registered, String... claimed) {
    return new Caller(
        "somebody",
        "app",
        "Somebody",
        Optional.empty(),
        Set.of("physician"),
        SmartScopes.of("user/*.rs"),
        Optional.empty(),
        "t",
        false,
        Optional.empty(),
        Set.of(claimed),
        Optional.empty(),
        registered);
  }

  private static Optional<Code> read(@Nullable Caller caller, String... headers) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    for (String header : headers) {
      request.addHeader(DeclaredPurpose.HEADER, header);
    }
    return DeclaredPurpose.of(request, Optional.ofNullable(caller));
  }

  @Test
  void isNotThereWithoutTheHeader() {
    assertThat(read(caller(true))).isEmpty();
    assertThat(read(caller(false))).isEmpty();
    assertThat(read(null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "BTG, http://terminology.hl7.org/CodeSystem/v3-ActReason, BTG",
    "' ETREAT ', http://terminology.hl7.org/CodeSystem/v3-ActReason, ETREAT",
    "http://terminology.hl7.org/CodeSystem/v3-ActReason|BTG,"
        + " http://terminology.hl7.org/CodeSystem/v3-ActReason, BTG",
    "http://example.org/purposes|FooBar, http://example.org/purposes, FooBar"
  })
  void isACodeOfActReasonOrOfASystem(String header, String system, String code) {
    assertThat(read(caller(true), header)).contains(new Code(system, code));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "NONSENSE",
        "btg",
        "B T G",
        "BTG,ETREAT",
        "|BTG",
        "BTG|",
        "a b|c",
        "http://terminology.hl7.org/CodeSystem/v3-ActReason|NONSENSE"
      })
  void isRefusedIfItIsNotUnderstood(String header) {
    assertThatThrownBy(() -> read(caller(true), header))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("v3-ActReason");
  }

  @Test
  void isRefusedTwice() {
    assertThatThrownBy(() -> read(caller(true), "BTG", "BTG"))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void isForRegisteredAppsOnly() {
    assertThatThrownBy(() -> read(caller(false), "TREAT"))
        .isInstanceOf(ForbiddenOperationException.class)
        .hasMessageContaining("purpose_of_use_header");
    assertThatThrownBy(() -> read(null, "TREAT")).isInstanceOf(ForbiddenOperationException.class);
  }

  @Test
  void choosesAmongThoseOfTheTokenAndAddsNone() {
    assertThat(read(caller(true, "TREAT", "BTG"), "BTG")).contains(Code.purpose("BTG"));
    assertThatThrownBy(() -> read(caller(true, "TREAT"), "BTG"))
        .isInstanceOf(ForbiddenOperationException.class)
        .hasMessageContaining("token");
  }
}
