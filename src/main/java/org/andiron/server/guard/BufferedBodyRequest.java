package org.andiron.server.guard;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request with its body checked, decoded and at hand. Whoever reads it sees the plain body: no
 * content coding, the real length, and the parameters of a form.
 */
final class BufferedBodyRequest extends HttpServletRequestWrapper {

  /** Servlet request attribute that holds the body, so that it need not be copied again. */
  static final String BODY_ATTRIBUTE = "org.andiron.server.guard.body";

  private static final String CODING = "Content-Encoding";
  private static final String LENGTH = "Content-Length";

  private final byte[] body;
  private final @Nullable Map<String, String[]> parameters;

  BufferedBodyRequest(HttpServletRequest request, byte[] body, boolean form) {
    super(request);
    this.body = body;
    this.parameters = form ? formParameters(request.getQueryString(), body) : null;
    request.setAttribute(BODY_ATTRIBUTE, body);
  }

  private static Map<String, String[]> formParameters(@Nullable String query, byte[] body) {
    Map<String, String[]> parameters = new LinkedHashMap<>();
    addParameters(parameters, query == null ? "" : query);
    addParameters(parameters, new String(body, StandardCharsets.UTF_8));
    return Collections.unmodifiableMap(parameters);
  }

  private static void addParameters(Map<String, String[]> parameters, String encoded) {
    for (String pair : encoded.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      parameters.merge(name, new String[] {value}, BufferedBodyRequest::concat);
    }
  }

  private static String[] concat(String[] first, String[] second) {
    String[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static String decoded(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }

  @Override
  public ServletInputStream getInputStream() {
    return new BodyStream(body);
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public int getContentLength() {
    return body.length;
  }

  @Override
  public long getContentLengthLong() {
    return body.length;
  }

  @Override
  public @Nullable String getHeader(String name) {
    if (CODING.equalsIgnoreCase(name)) {
      return null;
    }
    return LENGTH.equalsIgnoreCase(name) ? Integer.toString(body.length) : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    String replaced = getHeader(name);
    if (CODING.equalsIgnoreCase(name) || replaced == null) {
      return Collections.emptyEnumeration();
    }
    return LENGTH.equalsIgnoreCase(name)
        ? Collections.enumeration(List.of(replaced))
        : super.getHeaders(name);
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(
        Collections.list(super.getHeaderNames()).stream()
            .filter(name -> !CODING.equalsIgnoreCase(name))
            .toList());
  }

  @Override
  public @Nullable String getParameter(String name) {
    if (parameters == null) {
      return super.getParameter(name);
    }
    String[] values = parameters.get(name);
    return values == null ? null : values[0];
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return parameters == null ? super.getParameterMap() : parameters;
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return parameters == null
        ? super.getParameterNames()
        : Collections.enumeration(parameters.keySet());
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return parameters == null ? super.getParameterValues(name) : parameters.get(name);
  }

  /** The body as a servlet stream; all of it is there, so it never blocks. */
  private static final class BodyStream extends ServletInputStream {

    private final ByteArrayInputStream bytes;

    BodyStream(byte[] body) {
      this.bytes = new ByteArrayInputStream(body);
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return bytes.read(target, offset, length);
    }

    @Override
    public int available() {
      return bytes.available();
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("The FHIR endpoint reads bodies synchronously");
    }
  }
}
