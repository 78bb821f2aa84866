package org.andiron.consent.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import java.util.Optional;
import org.andiron.server.RequestPipeline;
import org.andiron.visibility.Reader;
import org.andiron.visibility.VisibilityOfRequest;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** Notes for whom each request is, before what exists for it is looked at. */
public final class ConsentInterceptor {

  private final RequestReaders readers;
  private final GlassOfRequest glass;
  private final WriteCheck writes;

  ConsentInterceptor(RequestReaders readers, GlassOfRequest glass, WriteCheck writes) {
    this.readers = readers;
    this.glass = glass;
    this.writes = writes;
  }

  /** Entries of a Bundle have the reader of their Bundle. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = RequestPipeline.CONSENT)
  public void note(RequestDetails request, RestOperationTypeEnum interaction) {
    if (request instanceof ServletSubRequestDetails) {
      VisibilityOfRequest.reader(request).ifPresent(it -> requireRecordable(request, it));
    } else if (request instanceof ServletRequestDetails details
        && interaction != RestOperationTypeEnum.METADATA) {
      Reader known = readers.of(details);
      requireRecordable(details, known);
      Reader reader = glass.of(details, interaction, known);
      VisibilityOfRequest.setReader(request, reader);
      EmergencyCounts.begin(request, reader);
    }
  }

  /**
   * What is shown in an emergency is put on the record of each patient before it leaves, which
   * GraphQL and what is answered later do not do: neither is done behind broken glass, nor where a
   * patient permits such a purpose. As an entry of a Bundle neither.
   */
  private static void requireRecordable(RequestDetails request, Reader reader) {
    boolean inEmergency = EmergencyCounts.isFor(reader) || !reader.opened().isEmpty();
    if (inEmergency && !RequestReaders.isAnsweredAtOnce(request)) {
      throw new ForbiddenOperationException(
          "In an emergency nothing is shown by "
              + request.getOperation()
              + ". Send it without such a purpose, or read and search what is needed.");
    }
  }

  /** What patients do not let the caller correct cannot be updated. */
  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = RequestPipeline.CONSENT)
  public void updating(
      @Nullable RequestDetails request, @Nullable IBaseResource before, IBaseResource after) {
    requireCorrectable(request, before == null ? after : before);
  }

  /** Nor can it be deleted. */
  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = RequestPipeline.CONSENT)
  public void deleting(@Nullable RequestDetails request, IBaseResource resource) {
    requireCorrectable(request, resource);
  }

  private void requireCorrectable(@Nullable RequestDetails request, IBaseResource resource) {
    Optional<Reader> writer = VisibilityOfRequest.reader(request);
    if (writer.isPresent()) {
      writes.requireCorrectable(
          writer.get(), resource.fhirType(), resource.getIdElement().getIdPart());
    }
  }
}
