package org.andiron.consent.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.decision.Requester;
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
 * write. The team of a patient is part of the record and written with it, but nobody joins it by
 * what they write themselves. Whether a Consent names it is not asked: a refusal would tell.
 */
public final class MembershipInterceptor {

  private static final Set<String> KEEPERS = Set.of("administrator", "privacy-officer");

  /** What a Group may have as members without saying anything of who calls. */
  private static final Set<String> NO_CALLERS = Set.of("Patient", "Medication", "Substance");

  private static final String PATIENT = "Patient";

  private final Set<ResourceRef> emergencyGroups;
  private final Function<RequestingParty, Requester> known;
  private final OwnMemberships memberships;

  /**
   * @param known as whom consents know a party
   */
  MembershipInterceptor(
      Set<ResourceRef> emergencyGroups,
      Function<RequestingParty, Requester> known,
      OwnMemberships memberships) {
    this.emergencyGroups = Set.copyOf(emergencyGroups);
    this.known = known;
    this.memberships = memberships;
  }

  /** When references are those under which things are stored. */
  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = RequestPipeline.CONSENT)
  public void created(@Nullable RequestDetails request, IBaseResource resource) {
    requireKeeper(request, resource);
    requireOther(request, null, resource);
  }

  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = RequestPipeline.CONSENT)
  public void updated(
      @Nullable RequestDetails request, @Nullable IBaseResource before, IBaseResource after) {
    if (before != null) {
      requireKeeper(request, before);
    }
    requireKeeper(request, after);
    requireOther(request, before, after);
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
    if (noKeeper(request).isPresent()) {
      throw new ForbiddenOperationException(
          says + " Ask an administrator to change it; nothing was stored.");
    }
  }

  private void requireOther(
      @Nullable RequestDetails request, @Nullable IBaseResource before, IBaseResource after) {
    if (!(after instanceof CareTeam || after instanceof Group)) {
      return;
    }
    Optional<RequestingParty> writer = noKeeper(request);
    if (writer.isPresent() && memberships.grow(known.apply(writer.get()), before, after)) {
      throw new ForbiddenOperationException(
          "You cannot make yourself, your organizations, or groups and teams to which you belong"
              + " members of a %s, nor for longer than they are: Consents may permit something to"
                  .formatted(after.fhirType())
              + " it. Ask somebody else to do it; nothing was stored.");
    }
  }

  /** Who writes, if memberships are not theirs to keep. */
  private static Optional<RequestingParty> noKeeper(@Nullable RequestDetails request) {
    return VisibilityOfRequest.reader(request)
        .map(RequestingParty::of)
        .filter(it -> it.channel() != Channel.SYSTEM)
        .filter(it -> it.roles().stream().noneMatch(KEEPERS::contains));
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
