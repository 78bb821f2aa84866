package org.andiron.audit.capture;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import com.google.common.base.Throwables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.andiron.audit.event.EventKind;
import org.andiron.server.RequestPipeline;
import org.andiron.storage.FailedEntryException;
import org.andiron.visibility.WithheldWriteException;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/** Notes what requests ask, and what they are shown. */
@Interceptor
public final class CaptureInterceptor {

  private static final int NOT_FOUND = 404;

  private final RecordsOfAnswer records;
  private final HiddenRecords hidden;

  CaptureInterceptor(RecordsOfAnswer records, HiddenRecords hidden) {
    this.records = records;
    this.hidden = hidden;
  }

  /** Entries of a Bundle are recorded with it. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = RequestPipeline.AUDIT)
  public void asked(RequestDetails request, RestOperationTypeEnum interaction) {
    if (isWhole(request) && interaction != RestOperationTypeEnum.METADATA) {
      RequestRecord.of(request).ifPresent(it -> it.asked(request, interaction));
    }
  }

  /** What GraphQL finds goes into its answer, which is no resource. */
  @Hook(value = Pointcut.STORAGE_PRESHOW_RESOURCES, order = RequestPipeline.SHOWN)
  public void shows(@Nullable RequestDetails request, IPreResourceShowDetails details) {
    if (request == null) {
      return;
    }
    RequestRecord.of(request)
        .filter(it -> it.call().filter(call -> call.kind() == EventKind.GRAPHQL).isPresent())
        .ifPresent(
            it -> {
              List<ShownResource> shown = new ArrayList<>();
              for (IBaseResource resource : details) {
                shown.addAll(records.in(resource));
              }
              it.shows(shown);
            });
  }

  /** The answer of GraphQL is no resource. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.SHOWN)
  public void answered(@Nullable RequestDetails request, @Nullable IBaseResource response) {
    if (isWhole(request) && response != null) {
      RequestRecord.of(request)
          .ifPresent(
              it -> {
                if (it.asked().isPresent() && response instanceof Bundle bundle) {
                  it.answeredEntries(bundle, records.inEntries(bundle));
                } else {
                  it.answered(response, records.in(response));
                }
              });
    }
  }

  @Hook(value = Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION, order = RequestPipeline.REFUSALS)
  public @Nullable BaseServerResponseException refused(
      @Nullable RequestDetails request, Throwable failure) {
    if (request == null || !isWhole(request)) {
      return null;
    }
    Optional<RequestRecord> record = RequestRecord.of(request);
    if (record.isEmpty()) {
      return null;
    }
    Optional<FailedEntryException> entry = cause(failure, FailedEntryException.class);
    if (failure instanceof ResourceNotFoundException) {
      record
          .get()
          .call()
          .map(it -> ComparedResources.named(it, request.getCompleteUrl(), request.getResource()))
          .ifPresent(it -> record.get().hides(hidden.of(request, it)));
    } else if (entry.isPresent() && entry.get().getStatusCode() == NOT_FOUND) {
      record
          .get()
          .asked()
          .map(it -> it.entries().get(entry.get().entry()))
          .map(it -> ComparedResources.named(Call.of(it.method(), it.url()), it.url(), null))
          .ifPresent(it -> record.get().hides(hidden.of(request, it)));
    } else {
      cause(failure, WithheldWriteException.class)
          .ifPresent(it -> record.get().hides(hidden.of(request, it)));
    }
    return null;
  }

  private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
    return Throwables.getCausalChain(failure).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  private static boolean isWhole(@Nullable RequestDetails request) {
    return request instanceof ServletRequestDetails
        && !(request instanceof ServletSubRequestDetails);
  }
}
