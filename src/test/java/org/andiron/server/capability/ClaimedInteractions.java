package org.andiron.server.capability;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalReadStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Resource;

/**
 * Does to one resource of a type whatever the statement says can be done, and collects what was not
 * answered as it should be.
 */
final class ClaimedInteractions {

  private static final String JSON_PATCH = "application/json-patch+json";

  private final FhirHttp http;
  private final FhirContext context;
  private final CapabilityStatementRestResourceComponent claim;
  private final String type;
  private final List<String> breaches = new ArrayList<>();

  ClaimedInteractions(
      FhirHttp http, FhirContext context, CapabilityStatementRestResourceComponent claim) {
    this.http = http;
    this.context = context;
    this.claim = claim;
    this.type = claim.getType();
  }

  /** Creates the resource; its id. */
  String create(Resource resource) {
    Answer created = expect(201, "POST", type, json(resource));
    if (created.status() != 201) {
      throw new AssertionError(breaches.get(0));
    }
    expectHeader(created, "Location");
    expectHeader(created, "ETag");
    return created.id();
  }

  /** Everything but create and delete. */
  void exercise(String id, Resource resource) {
    String instance = type + "/" + id;
    if (claims(TypeRestfulInteraction.READ)) {
      Answer read = expect(200, "GET", instance, null);
      if (!read.json().path("resourceType").asText().equals(type)) {
        breaches.add("read of " + instance + " answers something else");
      }
      if (claim.getConditionalRead() == ConditionalReadStatus.FULLSUPPORT) {
        expect(304, "GET", instance, null, "If-None-Match", read.header("ETag").orElse(""));
        expect(
            304,
            "GET",
            instance,
            null,
            "If-Modified-Since",
            read.header("Last-Modified").orElse(""));
      }
    }
    resource.setId(id);
    resource.setLanguage("de");
    if (claims(TypeRestfulInteraction.UPDATE)) {
      expect(200, "PUT", instance, json(resource));
    }
    if (claims(TypeRestfulInteraction.PATCH)) {
      expect(
          200,
          "PATCH",
          instance,
          "[{\"op\":\"replace\",\"path\":\"/language\",\"value\":\"en\"}]",
          "Content-Type",
          JSON_PATCH);
    }
    if (claims(TypeRestfulInteraction.VREAD)) {
      Answer first = expect(200, "GET", instance + "/_history/1", null);
      if (!first.json().path("meta").path("versionId").asText().equals("1")) {
        breaches.add("vread of version 1 of " + instance + " answers another version");
      }
    }
    if (claims(TypeRestfulInteraction.HISTORYINSTANCE)) {
      expectEntries(3, expect(200, "GET", instance + "/_history", null), "instance history");
    }
    if (claims(TypeRestfulInteraction.HISTORYTYPE)) {
      expectEntries(1, expect(200, "GET", type + "/_history?_count=1", null), "type history");
    }
    if (claims(TypeRestfulInteraction.SEARCHTYPE)) {
      expectEntries(1, expect(200, "GET", type + "?_id=" + id, null), "search");
      expectEntries(
          1,
          expect(
              200,
              "POST",
              type + "/_search",
              "_id=" + id,
              "Content-Type",
              "application/x-www-form-urlencoded"),
          "search by POST");
    }
    conditional(id, resource);
    if (claim.getVersioning() == ResourceVersionPolicy.VERSIONEDUPDATE) {
      expect(412, "PUT", instance, json(resource), "If-Match", "W/\"1\"");
    }
  }

  private void conditional(String id, Resource resource) {
    if (claim.getConditionalCreate()) {
      expect(200, "POST", type, json(resource), "If-None-Exist", "_id=" + id);
    }
    if (claim.getConditionalUpdate()) {
      resource.setLanguage("fr");
      expect(200, "PUT", type + "?_id=" + id, json(resource));
    }
    if (claim.getUpdateCreate()) {
      String chosen = UUID.randomUUID().toString();
      resource.setId(chosen);
      if (resource instanceof MetadataResource terminology && terminology.hasUrl()) {
        ExampleResources.renew(terminology);
      }
      expect(201, "PUT", type + "/" + chosen, json(resource));
      if (claim.getConditionalDelete() != ConditionalDeleteStatus.NOTSUPPORTED) {
        expect(200, "DELETE", type + "?_id=" + chosen, null);
        expect(410, "GET", type + "/" + chosen, null);
      }
      resource.setId(id);
    }
  }

  void delete(String id) {
    if (claims(TypeRestfulInteraction.DELETE)) {
      expect(200, "DELETE", type + "/" + id, null);
      expect(410, "GET", type + "/" + id, null);
    }
  }

  List<String> breaches() {
    return breaches;
  }

  private boolean claims(TypeRestfulInteraction interaction) {
    return claim.getInteraction().stream().anyMatch(it -> it.getCode() == interaction);
  }

  private String json(Resource resource) {
    return context.newJsonParser().encodeResourceToString(resource);
  }

  private Answer expect(int status, String method, String path, String body, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Accept";
    all[headers.length + 1] = FhirHttp.JSON;
    Answer answer = http.send(method, path, body, all);
    if (answer.status() != status) {
      breaches.add(
          "%s %s answers %d, not %d: %s"
              .formatted(method, path, answer.status(), status, Excerpt.of(answer.body())));
    }
    return answer;
  }

  private void expectEntries(int least, Answer answer, String what) {
    if (answer.status() == 200 && answer.entries() < least) {
      breaches.add("%s of %s has %d entries".formatted(what, type, answer.entries()));
    }
  }

  private void expectHeader(Answer answer, String name) {
    if (answer.header(name).isEmpty()) {
      breaches.add("create of " + type + " answers no " + name);
    }
  }
}
