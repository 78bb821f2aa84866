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
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody make themselves one of those who may break the glass: the groups of whom it is so are
 * written by administrators, privacy officers and other systems alone, whatever groups the roles of
 * others let them write.
 */
public final class EmergencyGroupInterceptor {

  private static final Set<String> KEEPERS = Set.of("administrator", "privacy-officer");

  private final Set<ResourceRef> groups;

  EmergencyGroupInterceptor(Set<ResourceRef> groups) {
    this.groups = Set.copyOf(groups);
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = RequestPipeline.CONSENT)
  public void creating(@Nullable RequestDetails request, IBaseResource resource) {
    requireKeeper(request, resource);
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = RequestPipeline.CONSENT)
  public void updating(
      @Nullable RequestDetails request, @Nullable IBaseResource before, IBaseResource after) {
    requireKeeper(request, after);
  }

  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = RequestPipeline.CONSENT)
  public void deleting(@Nullable RequestDetails request, IBaseResource resource) {
    requireKeeper(request, resource);
  }

  private void requireKeeper(@Nullable RequestDetails request, IBaseResource resource) {
    String id = resource.getIdElement().getIdPart();
    if (id == null || !groups.contains(new ResourceRef(resource.fhirType(), id))) {
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
          resource.fhirType()
              + "/"
              + id
              + " says who may break the glass. Ask an administrator to change it.");
    }
  }
}
