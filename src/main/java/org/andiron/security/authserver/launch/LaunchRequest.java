package org.andiron.security.authserver.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.security.authserver.launch.LaunchHandles.Launch;
import org.andiron.security.authserver.token.LaunchContext;
import org.jspecify.annotations.Nullable;

/** What an EHR says of a launch: the members of the launch context, and {@code user}. */
final class LaunchRequest {

  private static final Set<String> MEMBERS =
      Set.of(
          "user",
          "patient",
          "encounter",
          "fhirContext",
          "intent",
          "need_patient_banner",
          "smart_style_url");
  private static final int LONGEST_TEXT = 1000;
  private static final int MOST_RESOURCES = 100;

  private final JsonNode json;

  private LaunchRequest(JsonNode json) {
    this.json = json;
  }

  /**
   * Reads a request.
   *
   * @throws IllegalArgumentException with what is wrong, for the EHR
   */
  static Launch read(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("The body must be a JSON object.");
    }
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!MEMBERS.contains(name)) {
                throw new IllegalArgumentException(
                    "A member is not known; known are " + new TreeSet<>(MEMBERS) + ".");
              }
            });
    return new LaunchRequest(json).read();
  }

  private Launch read() {
    String user = text("user");
    if (user == null) {
      throw new IllegalArgumentException("user must name who is to sign in.");
    }
    JsonNode banner = json.path("need_patient_banner");
    if (!banner.isMissingNode() && !banner.isBoolean()) {
      throw new IllegalArgumentException("need_patient_banner must be true or false.");
    }
    return new Launch(
        user,
        new LaunchContext(
            id("patient", "Patient"),
            id("encounter", "Encounter"),
            resources(),
            text("intent"),
            banner.isMissingNode() ? null : banner.asBoolean(),
            style()));
  }

  private @Nullable String id(String member, String type) {
    String text = text(member);
    if (text == null) {
      return null;
    }
    String id = text.startsWith(type + "/") ? text.substring(type.length() + 1) : text;
    if (!id.matches("[A-Za-z0-9.-]{1,64}")) {
      throw new IllegalArgumentException(member + " must be the id of a " + type + ".");
    }
    return id;
  }

  private List<JsonNode> resources() {
    JsonNode items = json.path("fhirContext");
    List<JsonNode> resources = new ArrayList<>();
    for (JsonNode item : items) {
      boolean named =
          item.path("reference").isTextual()
              || item.path("canonical").isTextual()
              || item.path("identifier").isObject();
      String reference = item.path("reference").asText();
      // Those two have members of their own.
      if (!item.isObject()
          || !named
          || reference.startsWith("Patient/")
          || reference.startsWith("Encounter/")) {
        throw new IllegalArgumentException(
            "fhirContext must have objects with reference, canonical or identifier, and none for"
                + " the patient or the encounter.");
      }
      requireRole(item.path("role"));
      resources.add(item);
    }
    if ((!items.isMissingNode() && !items.isArray()) || resources.size() > MOST_RESOURCES) {
      throw new IllegalArgumentException(
          "fhirContext must be an array of at most " + MOST_RESOURCES + " objects.");
    }
    return resources;
  }

  /** Words without a scheme are those of the specification, which has one. */
  private static void requireRole(JsonNode role) {
    if (role.isMissingNode() || role.asText().equals("launch")) {
      return;
    }
    if (!role.isTextual() || !isAbsolute(role.asText())) {
      throw new IllegalArgumentException(
          "A role in fhirContext must be 'launch' or an absolute URI; without a role leave it"
              + " out.");
    }
  }

  private static boolean isAbsolute(String text) {
    try {
      return new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private @Nullable String style() {
    String style = text("smart_style_url");
    if (style != null && !"https".equals(URI.create(style).getScheme())) {
      throw new IllegalArgumentException("smart_style_url must be an https URL.");
    }
    return style;
  }

  private @Nullable String text(String member) {
    JsonNode value = json.path(member);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isTextual() || value.asText().isBlank() || value.asText().length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          member + " must be a string of 1 to " + LONGEST_TEXT + " characters.");
    }
    return value.asText();
  }
}
