package org.andiron.server.guard;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Set;

/**
 * Refuses a document that is no <a href="https://www.rfc-editor.org/rfc/rfc6902">JSON Patch</a>,
 * that would change what a resource is, or that asks for too much: each copy can double the
 * resource, so that a patch of a few lines could fill the memory.
 */
final class JsonPatchLimits {

  /** Thirty-two times the resource at the most. */
  private static final int COPIES = 5;

  private static final Set<String> WITH_VALUE = Set.of("add", "replace", "test");
  private static final Set<String> WITH_SOURCE = Set.of("move", "copy");
  private static final Set<String> FIXED = Set.of("/id", "/resourceType");

  private final int operations;
  private final JsonPrescan prescan;
  private final ObjectMapper mapper = new ObjectMapper();

  JsonPatchLimits(LimitsProperties limits) {
    this.operations = limits.patchOperations();
    this.prescan = new JsonPrescan(limits);
  }

  /**
   * Checks a patch.
   *
   * @throws InvalidRequestException naming the operation by its place in the patch
   */
  void check(byte[] patch) {
    JsonNode document = read(patch);
    if (!document.isArray()) {
      throw new InvalidRequestException("A JSON Patch is an array of operations.");
    }
    if (document.size() > operations) {
      throw new InvalidRequestException(
          "The JSON Patch has more than "
              + operations
              + " operations (andiron.limits.patch-operations).");
    }
    int copies = 0;
    for (int i = 0; i < document.size(); i++) {
      JsonNode operation = document.get(i);
      checkOperation(operation, "Operation [" + i + "] of the JSON Patch ");
      if (operation.path("op").asText().equals("copy") && ++copies > COPIES) {
        throw new InvalidRequestException(
            "The JSON Patch has more than " + COPIES + " copy operations.");
      }
    }
  }

  private JsonNode read(byte[] patch) {
    try {
      prescan.scan(patch, patch.length);
      return mapper.readTree(patch);
    } catch (RefusedRequestException refused) {
      throw new InvalidRequestException(refused.report().diagnostics(), refused);
    } catch (IOException malformed) {
      throw new InvalidRequestException("The JSON Patch is not well-formed JSON.", malformed);
    }
  }

  private static void checkOperation(JsonNode operation, String subject) {
    String name = operation.path("op").asText();
    boolean writesValue = WITH_VALUE.contains(name);
    boolean hasSource = WITH_SOURCE.contains(name);
    if (!writesValue && !hasSource && !name.equals("remove")) {
      throw new InvalidRequestException(
          subject + "needs an op: add, remove, replace, move, copy or test.");
    }
    String path = pointer(operation, "path", subject);
    if (!name.equals("test") && FIXED.contains(path)) {
      throw new InvalidRequestException(subject + "would change the id or type of the resource.");
    }
    if (hasSource && FIXED.contains(pointer(operation, "from", subject)) && name.equals("move")) {
      throw new InvalidRequestException(subject + "would change the id or type of the resource.");
    }
    if (writesValue && !operation.has("value")) {
      throw new InvalidRequestException(subject + "needs a value.");
    }
  }

  private static String pointer(JsonNode operation, String member, String subject) {
    JsonNode pointer = operation.get(member);
    boolean valid =
        pointer != null
            && pointer.isTextual()
            && (pointer.asText().isEmpty() || pointer.asText().startsWith("/"));
    if (!valid) {
      throw new InvalidRequestException(subject + "needs a " + member + " such as /name/0/family.");
    }
    return pointer.asText();
  }
}
