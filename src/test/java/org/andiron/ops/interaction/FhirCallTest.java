package org.andiron.ops.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FhirCallTest {

  @ParameterizedTest(name = "{0} {1} is {2} of {3}")
  @CsvSource({
    "GET,    /Patient/1,                       READ,               Patient",
    "HEAD,   /Patient/1,                       READ,               Patient",
    "GET,    /Patient/1/,                      READ,               Patient",
    "GET,    /Patient/1/_history/2,            VREAD,              Patient",
    "GET,    /Patient/1/_history,              HISTORY_INSTANCE,   Patient",
    "GET,    /Patient/_history,                HISTORY_TYPE,       Patient",
    "GET,    /_history,                        HISTORY_SYSTEM,     system",
    "GET,    /Patient,                         SEARCH_TYPE,        Patient",
    "GET,    /Patient/_search,                 SEARCH_TYPE,        Patient",
    "POST,   /Patient/_search,                 SEARCH_TYPE,        Patient",
    "POST,   /_search,                         SEARCH_SYSTEM,      system",
    "GET,    /,                                SEARCH_SYSTEM,      system",
    "GET,    /Patient/1/Observation,           SEARCH_COMPARTMENT, Observation",
    "POST,   /Patient/1/Observation/_search,   SEARCH_COMPARTMENT, Observation",
    "GET,    /Patient/1/*,                     SEARCH_COMPARTMENT, system",
    "POST,   /Patient,                         CREATE,             Patient",
    "PUT,    /Patient/1,                       UPDATE,             Patient",
    "PUT,    /Patient,                         UPDATE,             Patient",
    "PATCH,  /Patient/1,                       PATCH,              Patient",
    "DELETE, /Patient/1,                       DELETE,             Patient",
    "DELETE, /Patient,                         DELETE,             Patient",
    "POST,   /,                                TRANSACTION,        system",
    "GET,    /metadata,                        CAPABILITIES,       system",
    "GET,    /Patient/1/$everything,           OPERATION,          Patient",
    "POST,   /$export,                         OPERATION,          system",
    "POST,   /Foo/$everything,                 OPERATION,          other",
    "GET,    /Foo/1,                           OTHER,              other",
    "GET,    /patient/1,                       OTHER,              other",
    "GET,    /swagger-ui,                      OTHER,              other",
    "POST,   /Patient/1,                       OTHER,              Patient",
    "BREW,   /Patient,                         OTHER,              Patient",
    "DELETE, /,                                OTHER,              other",
    "GET,    /Patient/1/_history/2/3,          OTHER,              Patient",
    "GET,    /Patient/1/Foo,                   SEARCH_COMPARTMENT, other",
  })
  void methodAndPathTellTheInteraction(
      String method, String path, Interaction interaction, String type) {
    FhirCall call = FhirCall.of(method, path, null);

    assertThat(call.interaction()).isEqualTo(interaction);
    assertThat(call.type()).isEqualTo(type);
  }

  @Test
  void pagingLinkIsAPage() {
    assertThat(FhirCall.of("GET", "", "_count=2&_getpages=abc").interaction())
        .isEqualTo(Interaction.PAGE);
  }

  @Test
  void operationIsNamedAsWritten() {
    assertThat(FhirCall.of("GET", "/Patient/1/$everything", null).operation())
        .isEqualTo("$everything");
    assertThat(FhirCall.of("GET", "/Patient/1", null).operation()).isNull();
  }

  @Test
  void baseEndsAtASegment() {
    assertThat(FhirCall.isBelowBase("/fhir")).isTrue();
    assertThat(FhirCall.isBelowBase("/fhir/Patient")).isTrue();
    assertThat(FhirCall.isBelowBase("/fhirs/Patient")).isFalse();
  }

  @Property
  void typeNeverHoldsWhatTheCallerMadeUp(@ForAll @NotBlank String first, @ForAll String rest) {
    Set<String> types = FhirCall.resourceTypes();

    assertThat(FhirCall.of("GET", "/" + first + "/" + rest, rest).type())
        .matches(type -> types.contains(type) || Set.of("system", "other").contains(type));
    assertThat(FhirCall.of("GET", "/Patient/" + first + "/" + rest, rest).type())
        .matches(type -> types.contains(type) || Set.of("system", "other").contains(type));
  }
}
