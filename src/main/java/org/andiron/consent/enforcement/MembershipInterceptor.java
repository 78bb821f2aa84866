package org.andiron.consent.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.Set;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.server.RequestPipeline;
import org.andiron.visibility.VisibilityOfRequest;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody make themselves one of those to whom Consents permit something, or one of those who
 * may break the glass. Groups of others than patients, and teams of no patient, are written by
 * administrators, privacy officers and other systems alone, whatever the roles of others let them
 * write. The team of a patient is part of the record: whoever does not see it cannot join it.
 */
public final class MembershipInterceptor {

  private static final Set<String> KEEPERS = Set.of("administrator", "privacy-officer");

  /** What a Group may have as members without saying anything of who calls. */
  private static final Set<String> NO_CALLERS = Set.of("Patient", "Medication", "Substance");

  private static final String PATIENT = "Patient";

  private final Set<ResourceRef> emergencyGroups;

  MembershipInterceptor(Set<ResourceRef> emergencyGroups) {
    this.emergencyGroups = Set.copyOf(emergencyGroups);
  }

  /** When references are those under which things are stored. */
  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = RequestPipeline.CONSENT)
  public void created(@Nullable RequestDetails request, IBaseResource resource) {
    requireKeeper(request, resource);
  }

  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = RequestPipeline.CONSENT)
  public void updated(
      @Nullable RequestDetails request, @Nullable IBaseResource before, IBaseResource after) {
    if (before != null) {
      requireKeeper(request, before);
    }
    requireKeeper(request, after);
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = RequestPipeline.CONSENT)
  public void deleting(@Nullable RequestDetails request, IBaseResource resource) {
    requireKeeper(request, resource);
  }

  private void requireKeeper(@Nullable RequestDetails request, IBaseResource resource) {
    String says = says(resource);
    if (says.isEmpty()) {
      return;
    }
    boolean isOthers =
        VisibilityOfRequest.reader(request)
            .map(RequestingParty::of)
            .filter(it -> it.channel() != Channel.SYSTEM)
            .filter(it -> it.roles().stream().noneMatch(KEEPERS::contains))
            .isPresent();
    if (isOthers) {
      throw new ForbiddenOperationException(
          says + " Ask an administrator to change it; nothing was stored.");
    }
  }

  /** What makes it the matter of keepers; empty if it is anybody's. */
  private String says(IBaseResource resource) {
    String id = resource.getIdElement().getIdPart();
    if (id != null && emergencyGroups.contains(new ResourceRef(resource.fhirType(), id))) {
      return "%s/%s says who may break the glass.".formatted(resource.fhirType(), id);
    }
    if (resource instanceof Group group
        && group.getMember().stream()
            .anyMatch(it -> NO_CALLERS.stream().noneMatch(type -> isOf(type, it.getEntity())))) {
      return "A Group with members other than patients says to whom Consents permit something.";
    }
    if (resource instanceof CareTeam team && !isOf(PATIENT, team.getSubject())) {
      return "A CareTeam whose subject is no Patient says to whom Consents permit something.";
    }
    return "";
  }

  /** By its address or, if it has none, by what it says. */
  private static boolean isOf(String type, Reference reference) {
    return reference.hasReference()
        ? ResourceRef.ofRelative(reference.getReference())
            .filter(it -> it.type().equals(type))
            .isPresent()
        : type.equals(reference.getType());
  }
}
