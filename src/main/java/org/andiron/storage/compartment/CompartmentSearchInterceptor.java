package org.andiron.storage.compartment;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.util.ICachedSearchDetails;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;

/**
 * Understands {@code [compartment]/[id]/[type]?…} and {@code [compartment]/[id]/*}: the first
 * becomes a search of the type with one more condition, the second a search of all types.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#searchcontexts">Search contexts</a>
 */
@Interceptor
public class CompartmentSearchInterceptor {

  /** All types, as in {@code Patient/123/*}. */
  private static final String ANY_TYPE = "*";

  /** Where the focal resource waits between the reading of the path and the search. */
  private static final String FOCUS = CompartmentSearchInterceptor.class.getName();

  private final CompartmentSearchParameters searchParameters;

  CompartmentSearchInterceptor(CompartmentSearchParameters searchParameters) {
    this.searchParameters = searchParameters;
  }

  /** Turns the request for a compartment into the search it stands for. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.COMPARTMENT)
  public void readPath(RequestDetails request) {
    String type = request.getCompartmentName();
    IIdType focus = request.getId();
    if (type == null || focus == null || !isSearch(request)) {
      return;
    }
    Compartment compartment = requireCompartment(request.getResourceName());
    request.getUserData().put(FOCUS, new IdType(compartment.focalType(), focus.getIdPart()));
    request.setId(null);
    request.setCompartmentName(null);
    if (type.equals(ANY_TYPE)) {
      request.setResourceName(null);
    } else {
      requireMemberType(request, type, compartment);
      request.setResourceName(type);
    }
  }

  /** Does the same for the entries of a Bundle, which HAPI does not take through the hook above. */
  @Hook(value = Pointcut.STORAGE_TRANSACTION_PROCESSING, order = RequestPipeline.COMPARTMENT)
  public void readEntries(RequestDetails request, IBaseBundle processed) {
    if (!(processed instanceof Bundle bundle) || bundle.getType() == Bundle.BundleType.BATCH) {
      // Each entry of a batch comes again, as a transaction of its own.
      return;
    }
    for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.getRequest().getMethod() == Bundle.HTTPVerb.GET) {
        CompartmentUrl.parse(entry.getRequest().getUrl())
            .ifPresent(url -> entry.getRequest().setUrl(toSearch(request, url)));
      }
    }
  }

  private String toSearch(RequestDetails request, CompartmentUrl url) {
    Compartment compartment = requireCompartment(url.focalType());
    if (url.type().equals(ANY_TYPE)) {
      throw new InvalidRequestException(
          "A search of all types of a compartment cannot be an entry of a Bundle");
    }
    requireMemberType(request, url.type(), compartment);
    String focus = Compartment.ENTRY_FOCUS + '=' + url.focalType() + '/' + url.focalId();
    return url.type() + '?' + focus + (url.query().isEmpty() ? "" : '&' + url.query());
  }

  /** Adds the condition to the search of the type that the path names, and to no other. */
  @Hook(value = Pointcut.STORAGE_PRESEARCH_REGISTERED, order = RequestPipeline.COMPARTMENT)
  public void addCondition(
      @Nullable RequestDetails request, SearchParameterMap params, ICachedSearchDetails search) {
    if (request == null || !search.getResourceType().equals(request.getResourceName())) {
      return;
    }
    takeFocus(request)
        .ifPresent(
            focus ->
                params.add(
                    requireCompartment(focus.getResourceType()).membershipParameter(),
                    new ReferenceParam(focus.getResourceType(), null, focus.getIdPart())));
  }

  /** The focal resource of the request. */
  public static Optional<IdType> focus(RequestDetails request) {
    if (!request.isSubRequest()) {
      return Optional.ofNullable((IdType) request.getUserData().get(FOCUS));
    }
    String[] parameter = request.getParameters().get(Compartment.ENTRY_FOCUS);
    return parameter == null ? Optional.empty() : Optional.of(new IdType(parameter[0]));
  }

  /** The same, once: a second search of the same request has none. */
  public static Optional<IdType> takeFocus(RequestDetails request) {
    Optional<IdType> focus = focus(request);
    if (!request.isSubRequest()) {
      request.getUserData().remove(FOCUS);
    }
    return focus;
  }

  /**
   * Makes sure that the search was one of the compartment, if it was to be.
   *
   * @throws IllegalStateException if the whole type was searched
   */
  public static void requireTaken(RequestDetails request) {
    if (request.getUserData().containsKey(FOCUS)) {
      throw new IllegalStateException("A search was not confined to its compartment");
    }
  }

  private static boolean isSearch(RequestDetails request) {
    return request.getRequestType() == RequestTypeEnum.POST
        ? Constants.PARAM_SEARCH.equals(request.getOperation())
        : (request.getRequestType() == RequestTypeEnum.GET
                || request.getRequestType() == RequestTypeEnum.HEAD)
            && (request.getOperation() == null
                || Constants.PARAM_SEARCH.equals(request.getOperation()));
  }

  private static Compartment requireCompartment(@Nullable String focalType) {
    return Optional.ofNullable(focalType)
        .flatMap(Compartment::of)
        .orElseThrow(
            () ->
                new ResourceNotFoundException(
                    "There is no compartment of "
                        + focalType
                        + ". Compartments are: "
                        + Arrays.stream(Compartment.values())
                            .map(Compartment::focalType)
                            .collect(Collectors.joining(", "))));
  }

  private void requireMemberType(RequestDetails request, String type, Compartment compartment) {
    if (!request.getFhirContext().getResourceTypes().contains(type)) {
      return; // The server refuses it as an unknown type.
    }
    List<String> paths = searchParameters.memberPaths(type, compartment);
    if (paths.isEmpty()) {
      throw new InvalidRequestException(
          "No " + type + " is ever in the compartment of a " + compartment.focalType());
    }
  }
}
