package org.andiron.server.guard;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import org.andiron.server.RequestPipeline;

/** Hands HAPI the body the guard has read, so that one request holds it once. */
@Interceptor
final class SharedBodyInterceptor {

  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.LIMITS)
  public void share(ServletRequestDetails details) {
    Object body = details.getServletRequest().getAttribute(BufferedBodyRequest.BODY_ATTRIBUTE);
    if (body instanceof byte[] bytes && details.getRequestContentsIfLoaded() == null) {
      details.setRequestContents(bytes);
    }
  }
}
