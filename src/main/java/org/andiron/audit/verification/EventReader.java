package org.andiron.audit.verification;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityDetailComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventSourceComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;

/** Reads kept AuditEvents, for what they are found by. */
final class EventReader {

  private static final FhirContext R4 = FhirContext.forR4Cached();
  private static final JsonFactory JSON = new JsonFactory();

  private EventReader() {}

  /** All of it. */
  static Optional<AuditEvent> whole(byte[] content) {
    try {
      IParser parser = R4.newJsonParser().setParserErrorHandler(new LenientErrorHandler(false));
      return Optional.of(
          parser.parseResource(AuditEvent.class, new String(content, StandardCharsets.UTF_8)));
    } catch (DataFormatException | IllegalArgumentException | ClassCastException e) {
      return Optional.empty();
    }
  }

  /** Details of an entity that are texts, by type; the first of each. */
  static Map<String, String> details(AuditEventEntityComponent entity) {
    Map<String, String> details = new LinkedHashMap<>();
    for (AuditEventEntityDetailComponent detail : entity.getDetail()) {
      if (detail.hasType() && detail.hasValueStringType()) {
        details.putIfAbsent(
            detail.getType(), String.valueOf(detail.getValueStringType().getValue()));
      }
    }
    return details;
  }

  /**
   * Its id and what it is found by, and nothing else: ten times as fast. If that is not what the
   * row says, {@link #whole} decides.
   */
  static Optional<AuditEvent> essentials(byte[] content) {
    AuditEvent event = new AuditEvent();
    try (JsonParser json = JSON.createParser(content)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      members(
          json,
          name -> {
            switch (name) {
              case "id" -> event.setId(json.getText());
              case "type" -> event.setType(coding(json));
              case "subtype" -> elements(json, () -> event.addSubtype(coding(json)));
              case "action" -> event.setAction(AuditEventAction.fromCode(json.getText()));
              case "outcome" -> event.setOutcome(AuditEventOutcome.fromCode(json.getText()));
              case "agent" -> elements(json, () -> agent(json, event.addAgent()));
              case "source" -> source(json, event.getSource());
              case "entity" -> elements(json, () -> entity(json, event.addEntity()));
              default -> json.skipChildren();
            }
          });
      return Optional.of(event);
    } catch (IOException | FHIRException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void agent(JsonParser json, AuditEventAgentComponent agent) throws IOException {
    members(
        json,
        name -> {
          switch (name) {
            case "who" -> agent.setWho(reference(json));
            case "altId" -> agent.setAltId(json.getText());
            case "name" -> agent.setName(json.getText());
            case "policy" -> elements(json, () -> agent.addPolicy(json.getText()));
            case "network" ->
                members(
                    json, of -> text(json, of, "address", it -> agent.getNetwork().setAddress(it)));
            default -> json.skipChildren();
          }
        });
  }

  private static void source(JsonParser json, AuditEventSourceComponent source) throws IOException {
    members(
        json,
        name -> {
          switch (name) {
            case "site" -> source.setSite(json.getText());
            case "observer" -> source.setObserver(reference(json));
            default -> json.skipChildren();
          }
        });
  }

  private static void entity(JsonParser json, AuditEventEntityComponent entity) throws IOException {
    members(
        json,
        name -> {
          switch (name) {
            case "what" -> entity.setWhat(reference(json));
            case "type" -> entity.setType(coding(json));
            default -> json.skipChildren();
          }
        });
  }

  private static Reference reference(JsonParser json) throws IOException {
    Reference reference = new Reference();
    members(json, name -> text(json, name, "reference", reference::setReference));
    return reference;
  }

  private static Coding coding(JsonParser json) throws IOException {
    Coding coding = new Coding();
    members(
        json,
        name -> {
          switch (name) {
            case "system" -> coding.setSystem(json.getText());
            case "code" -> coding.setCode(json.getText());
            default -> json.skipChildren();
          }
        });
    return coding;
  }

  private static void text(JsonParser json, String name, String wanted, Consumer<String> with)
      throws IOException {
    if (name.equals(wanted)) {
      with.accept(json.getText());
    } else {
      json.skipChildren();
    }
  }

  @FunctionalInterface
  private interface Member {
    void read(String name) throws IOException;
  }

  @FunctionalInterface
  private interface Element {
    void read() throws IOException;
  }

  /** Reads the members of the object at which the parser is; the reader is at their value. */
  private static void members(JsonParser json, Member member) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException("not an object");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      member.read(name);
    }
  }

  private static void elements(JsonParser json, Element element) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new IOException("not an array");
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }
}
