package org.andiron.security.authserver.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;

/**
 * Where in the record an app works; the members that stand beside the access token.
 *
 * @param patient id of the Patient
 * @param encounter id of the Encounter
 * @param fhirContext further resources, each an object with {@code reference}, {@code canonical} or
 *     {@code identifier}, and perhaps {@code type} and {@code role}
 * @param intent what the user wants to do
 * @param needPatientBanner whether the app has to say who the patient is
 * @param smartStyleUrl styles of the EHR
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html#launch-context-arrives-with-your-access_token">Launch
 *     context</a>
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LaunchContext(
    @JsonProperty("patient") @Nullable String patient,
    @JsonProperty("encounter") @Nullable String encounter,
    @JsonProperty("fhirContext") List<JsonNode> fhirContext,
    @JsonProperty("intent") @Nullable String intent,
    @JsonProperty("need_patient_banner") @Nullable Boolean needPatientBanner,
    @JsonProperty("smart_style_url") @Nullable String smartStyleUrl) {

  /** No place at all. */
  public static final LaunchContext NONE =
      new LaunchContext(null, null, List.of(), null, null, null);

  /** Parameter of the authorization request in which the context waits, as JSON. */
  public static final String PARAMETER = "andiron.context";

  private static final ObjectMapper JSON = new ObjectMapper();

  public LaunchContext {
    fhirContext = fhirContext == null ? List.of() : List.copyOf(fhirContext);
  }

  /** The context of an authorization. */
  public static LaunchContext of(@Nullable OAuth2Authorization authorization) {
    LaunchContext context =
        authorization == null ? null : authorization.getAttribute(LaunchContext.class.getName());
    return context == null ? NONE : context;
  }

  /** The same place with a patient, who has been chosen. */
  public LaunchContext withPatient(String id) {
    return new LaunchContext(id, encounter, fhirContext, intent, needPatientBanner, smartStyleUrl);
  }

  /** As JSON, from which {@link #fromJson} makes it again. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and trees can be written", e);
    }
  }

  /** Reads what {@link #toJson} wrote. */
  public static LaunchContext fromJson(String json) {
    try {
      return JSON.readValue(json, LaunchContext.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored launch context is damaged", e);
    }
  }

  /** The members as they stand in a token response. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    put(members, "patient", patient);
    put(members, "encounter", encounter);
    put(members, "fhirContext", fhirContext.isEmpty() ? null : fhirContext);
    put(members, "intent", intent);
    put(members, "need_patient_banner", needPatientBanner);
    put(members, "smart_style_url", smartStyleUrl);
    return members;
  }

  private static void put(Map<String, Object> members, String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value);
    }
  }
}
