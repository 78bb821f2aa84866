package org.andiron.server.requestid;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.andiron.server.RequestId;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Decides the {@link RequestId} of requests that the web server refuses before any filter runs. */
final class RequestIdValve extends ValveBase {

  RequestIdValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    response.setHeader(RequestId.HEADER, RequestId.of(request));
    getNext().invoke(request, response);
  }
}
