package org.andiron.consent.enforcement;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.andiron.consent.glass.GlassOpening;
import org.andiron.consent.glass.GlassRecords;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.visibility.Reader;
import org.andiron.visibility.SharedTypes;

/** Finds whose glass is broken for a request, and records that it is used. */
final class GlassOfRequest {

  /** The operation that breaks it. */
  static final String OPERATION = "$break-glass";

  private static final Set<RestOperationTypeEnum> READS =
      Set.of(RestOperationTypeEnum.READ, RestOperationTypeEnum.VREAD);

  private final EmergencyAccess emergencies;
  private final GlassRecords records;

  GlassOfRequest(EmergencyAccess emergencies, GlassRecords records) {
    this.emergencies = emergencies;
    this.records = records;
  }

  /**
   * The reader, with the patients whose glass is broken. That is recorded before anything is looked
   * at: the request fails if it cannot be.
   */
  Reader of(ServletRequestDetails request, RestOperationTypeEnum interaction, Reader reader) {
    RequestingParty party = RequestingParty.of(reader);
    Optional<Caller> caller = CallerOfRequest.of(request);
    if (caller.isEmpty() || !emergencies.isDeclaredBy(party) || !needsGlass(request, interaction)) {
      return reader;
    }
    List<GlassOpening> open = emergencies.open(caller.get(), party);
    if (open.isEmpty()) {
      return reader;
    }
    records.used(target(request), open);
    SortedSet<String> patients = new TreeSet<>();
    open.forEach(it -> patients.add(it.patient()));
    return new Reader(reader.description(), patients);
  }

  /** What is about no patient is not withheld from anybody. */
  private static boolean needsGlass(
      ServletRequestDetails request, RestOperationTypeEnum interaction) {
    String type = request.getResourceName();
    return !OPERATION.equals(request.getOperation())
        && !(READS.contains(interaction) && type != null && SharedTypes.ALL.contains(type));
  }

  /** What is asked for, without whose: the operation or the type. */
  static String target(ServletRequestDetails request) {
    String operation = request.getOperation();
    if (operation != null && operation.startsWith("$")) {
      return operation;
    }
    return Objects.requireNonNullElse(request.getResourceName(), "all types");
  }
}
