package org.andiron.security.authserver.token;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/** An authorization request as it is kept, in JSON without names of classes. */
record StoredRequest(
    @JsonProperty("uri") String uri,
    @JsonProperty("client") String client,
    @JsonProperty("redirect") @Nullable String redirect,
    @JsonProperty("scopes") Set<String> scopes,
    @JsonProperty("state") @Nullable String state,
    @JsonProperty("parameters") Map<String, String> parameters) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static String toJson(OAuth2AuthorizationRequest request) {
    Map<String, String> parameters = new TreeMap<>();
    request
        .getAdditionalParameters()
        .forEach(
            (name, value) -> {
              if (value instanceof String text) {
                parameters.put(name, text);
              }
            });
    try {
      return JSON.writeValueAsString(
          new StoredRequest(
              request.getAuthorizationUri(),
              request.getClientId(),
              request.getRedirectUri(),
              request.getScopes(),
              request.getState(),
              parameters));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can be written", e);
    }
  }

  static OAuth2AuthorizationRequest fromJson(String json) {
    try {
      StoredRequest stored = JSON.readValue(json, StoredRequest.class);
      return OAuth2AuthorizationRequest.authorizationCode()
          .authorizationUri(stored.uri)
          .clientId(stored.client)
          .redirectUri(stored.redirect)
          .scopes(stored.scopes)
          .state(stored.state)
          .additionalParameters(Map.copyOf(stored.parameters))
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored authorization request is damaged", e);
    }
  }
}
