package org.andiron.risk.cds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.server.CdsRefusedException;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Resource;

/**
 * Reads calls of the two hooks, and says what is wrong with them.
 *
 * @see <a href="https://cds-hooks.org/hooks/patient-view/">patient-view</a>
 * @see <a href="https://cds-hooks.org/hooks/order-sign/">order-sign</a>
 */
final class HookCallReader {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final Pattern USER =
      Pattern.compile(
          "(?:Practitioner|PractitionerRole|Patient|RelatedPerson)/[A-Za-z0-9.-]{1,64}");
  private static final Pattern BASE = Pattern.compile("https?://[^\\s/][^\\s]{0,500}");

  private final ResourceReading resources;
  private final Supplier<Set<String>> ownBases;

  /**
   * @param ownBases base URLs that mean this server, without a slash at their end
   */
  HookCallReader(ResourceReading resources, Supplier<Set<String>> ownBases) {
    this.resources = resources;
    this.ownBases = ownBases;
  }

  /**
   * Reads a call.
   *
   * @throws CdsRefusedException if it is not as its hook asks
   */
  HookCall read(Hook hook, JsonNode call) {
    JsonNode context = call.path("context");
    if (!matches(USER, context.path("userId"))) {
      throw CdsRefusedException.badRequest(
          "context.userId must be the user, as Practitioner/1, PractitionerRole/1, Patient/1 or"
              + " RelatedPerson/1.");
    }
    if (!matches(ID, context.path("patientId"))) {
      throw CdsRefusedException.badRequest(
          "context.patientId must be the id of a Patient, without the type.");
    }
    String patient = context.path("patientId").asText();
    JsonNode prefetch = call.path("prefetch");
    if (!isAbsent(prefetch) && !prefetch.isObject()) {
      throw CdsRefusedException.badRequest(
          "prefetch must be an object with the keys that the service announces.");
    }
    return new HookCall(
        patient,
        elsewhere(call.path("fhirServer")),
        prefetch,
        hook == Hook.ORDER_SIGN ? medicationOrders(context.path("draftOrders"), patient) : 0);
  }

  private Optional<String> elsewhere(JsonNode fhirServer) {
    if (isAbsent(fhirServer)) {
      return Optional.empty();
    }
    if (!matches(BASE, fhirServer)) {
      throw CdsRefusedException.badRequest("fhirServer must be the base URL of a FHIR server.");
    }
    String base = fhirServer.asText().replaceAll("/+$", "");
    return ownBases.get().contains(base) ? Optional.empty() : Optional.of(base);
  }

  private int medicationOrders(JsonNode draftOrders, String patient) {
    String name = "context.draftOrders";
    if (!(resources.read(name, draftOrders) instanceof Bundle drafts)) {
      throw CdsRefusedException.badRequest(name + " must be a Bundle of orders.");
    }
    int medications = 0;
    for (BundleEntryComponent entry : drafts.getEntry()) {
      Resource order = entry.getResource();
      if (order == null) {
        throw CdsRefusedException.badRequest("Each entry of " + name + " must have a resource.");
      }
      if (!PatientRecord.isOf(patient, order)) {
        throw ResourceReading.ofOther(name, order.fhirType());
      }
      medications += order instanceof MedicationRequest ? 1 : 0;
    }
    return medications;
  }

  static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static boolean matches(Pattern pattern, JsonNode value) {
    return value.isTextual() && pattern.matcher(value.asText()).matches();
  }
}
