package org.andiron.security.authserver.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

class StoredRequestTest {

  @Test
  void aRequestIsTheSameAfterItWasStored() {
    OAuth2AuthorizationRequest request =
        OAuth2AuthorizationRequest.authorizationCode()
            .authorizationUri("https://ehr.example.org/oauth2/authorize")
            .clientId("app")
            .redirectUri("https://app.example.org/callback?x=1")
            .scopes(Set.of("openid", "patient/Observation.rs?category=a|b"))
            .state("ü \"&=")
            .additionalParameters(Map.of("aud", "https://ehr.example.org/fhir", "nonce", "n"))
            .build();

    OAuth2AuthorizationRequest again = StoredRequest.fromJson(StoredRequest.toJson(request));

    assertThat(again.getState()).isEqualTo(request.getState());
    assertThat(again.getScopes()).isEqualTo(request.getScopes());
    assertThat(again.getRedirectUri()).isEqualTo(request.getRedirectUri());
    assertThat(again.getAdditionalParameters()).isEqualTo(request.getAdditionalParameters());
  }

  @Test
  void aContextIsTheSameAfterItWasStored() {
    LaunchContext context =
        new LaunchContext(
            "p",
            "e",
            List.of(JsonNodeFactory.instance.objectNode().put("reference", "ImagingStudy/1")),
            "order",
            false,
            "https://ehr.example.org/style.json");

    assertThat(LaunchContext.fromJson(context.toJson())).isEqualTo(context);
    assertThat(LaunchContext.fromJson(LaunchContext.NONE.toJson())).isEqualTo(LaunchContext.NONE);
    assertThat(context.members())
        .containsOnlyKeys(
            "patient",
            "encounter",
            "fhirContext",
            "intent",
            "need_patient_banner",
            "smart_style_url");
    assertThat(LaunchContext.NONE.members()).isEmpty();
  }
}
