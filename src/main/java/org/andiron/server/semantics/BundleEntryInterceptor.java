package org.andiron.server.semantics;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.util.UrlUtil;
import java.util.List;
import java.util.regex.Pattern;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryRequestComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Holds the entries of a batch or transaction to what a request of their own would be held to. HAPI
 * stores a resource under another URL than its own, and takes a delete without criteria for a
 * delete of all.
 *
 * @see <a href="https://hl7.org/fhir/R4/bundle.html#bundle-unique">bdl-3</a>
 */
@Interceptor
public class BundleEntryInterceptor {

  private static final Pattern TYPE = Pattern.compile("[A-Za-z]+");

  private final DaoRegistry daos;

  BundleEntryInterceptor(DaoRegistry daos) {
    this.daos = daos;
  }

  @Hook(value = Pointcut.STORAGE_TRANSACTION_PROCESSING, order = RequestPipeline.REQUEST_FORM)
  public void check(IBaseBundle processed) {
    if (!(processed instanceof Bundle bundle)) {
      return;
    }
    // Each entry of a batch comes again, as a transaction of its own, and fails alone.
    boolean batch = bundle.getType() == Bundle.BundleType.BATCH;
    List<BundleEntryComponent> entries = bundle.getEntry();
    for (int i = 0; i < entries.size(); i++) {
      BundleEntryRequestComponent request = entries.get(i).getRequest();
      String place = "Bundle.entry[" + i + "].request";
      if (request.getMethod() == null) {
        throw new InvalidRequestException(place + ".method is missing");
      }
      if (!request.hasUrl()) {
        throw new InvalidRequestException(place + ".url is missing");
      }
      if (!batch) {
        if (request.getMethod() == HTTPVerb.GET) {
          request.setUrl(SinceParameter.startInUrl(request.getUrl()));
        }
        check(request.getMethod(), request.getUrl(), entries.get(i).getResource(), place + ".url");
      }
    }
  }

  private void check(HTTPVerb method, String url, @Nullable Resource resource, String place) {
    int question = url.indexOf('?');
    String path = question < 0 ? url : url.substring(0, question);
    String criteria = question < 0 ? "" : url.substring(question + 1);
    if (criteria.contains("%00") || url.indexOf('\0') >= 0) {
      throw new InvalidRequestException(place + " has the character U+0000");
    }
    PathEnd.require(path);
    AnswerForm.check(UrlUtil.parseQueryString(criteria));
    String[] segments = path.replaceAll("^/+|/+$", "").split("/");
    requireServed(segments, place);
    if (path.contains("$") || path.contains("_search")) {
      if (method == HTTPVerb.POST) {
        throw new InvalidRequestException(
            place + " is an operation, which an entry can invoke with GET only");
      }
      return;
    }
    String last = segments[segments.length - 1];
    String type = segments.length > 1 && question < 0 ? segments[segments.length - 2] : last;
    switch (method) {
      case POST -> requireType(resource, last, place);
      case PUT -> {
        if (question >= 0) {
          requireType(resource, last, place);
        } else if (segments.length > 1) {
          requireType(resource, type, place);
          requireId(resource, last, place);
        }
      }
      case DELETE, PATCH -> {
        boolean ofType = question >= 0 || segments.length == 1;
        if (ofType && !CriteriaInterceptor.hasCriteria(criteria)) {
          throw new InvalidRequestException(
              place + " needs an id or search criteria for a " + method.toCode());
        }
      }
      default -> {
        // A read has no resource, and a search may be without criteria.
      }
    }
  }

  private void requireServed(String[] segments, String place) {
    // The second type is that of a compartment search, as in Patient/1/Observation.
    for (int i = 0; i < segments.length && i <= 2; i += 2) {
      if (TYPE.matcher(segments[i]).matches()
          && !segments[i].equals("metadata")
          && !daos.isResourceTypeSupported(segments[i])) {
        throw new ResourceNotFoundException(place + " names a resource type that is not served");
      }
    }
  }

  private static void requireType(@Nullable Resource resource, String type, String place) {
    if (resource != null && !resource.fhirType().equals(type)) {
      throw new InvalidRequestException(
          place + " is not of the type of the resource, which is " + resource.fhirType());
    }
  }

  private static void requireId(@Nullable Resource resource, String id, String place) {
    if (resource != null && resource.hasIdElement()) {
      String own = resource.getIdElement().getIdPart();
      if (own != null && !own.startsWith("urn:") && !own.equals(id)) {
        throw new InvalidRequestException(place + " has another id than the resource");
      }
    }
  }
}
