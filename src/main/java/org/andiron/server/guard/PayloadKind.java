package org.andiron.server.guard;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** What a body holds, by method, path and Content-Type: decides how it is checked. */
enum PayloadKind {
  JSON,
  XML,
  FORM,
  /** Bytes this server stores or hands on unread: the content of a Binary, a GraphQL document. */
  OPAQUE,
  NONE;

  private static final Set<String> FHIR_JSON =
      Set.of("application/fhir+json", "application/json+fhir");
  private static final Set<String> FHIR_XML =
      Set.of("application/fhir+xml", "application/xml+fhir");
  private static final Set<String> JSON_TYPES = Set.of("application/json", "text/json");
  private static final Set<String> XML_TYPES = Set.of("application/xml", "text/xml");
  private static final String FORM_TYPE = "application/x-www-form-urlencoded";

  private static final String ACCEPTED_RESOURCE =
      "application/fhir+json, application/json, application/fhir+xml or application/xml";
  private static final String ACCEPTED_PATCH =
      "application/json-patch+json, application/fhir+json, application/fhir+xml or"
          + " application/xml-patch+xml";
  private static final String ACCEPTED_GRAPHQL = "application/json or application/graphql";

  /**
   * Decides by the head of the request.
   *
   * @throws RefusedRequestException 400 or 415, naming the types accepted here
   */
  static PayloadKind of(HttpServletRequest request) {
    String method = request.getMethod();
    if (!method.equals("POST") && !method.equals("PUT") && !method.equals("PATCH")) {
      return NONE;
    }
    FhirPath path = FhirPath.of(request);
    String accepted = accepted(method, path);
    String header = request.getContentType();
    if (header == null || header.isBlank()) {
      if (announcesBody(request)) {
        throw unsupported("The body has no Content-Type.", accepted);
      }
      return NONE;
    }
    MediaType type = parse(header);
    PayloadKind kind = kind(type.getType() + "/" + type.getSubtype(), method, path);
    if (kind == null) {
      throw unsupported("This Content-Type is not accepted here.", accepted);
    }
    if (kind != OPAQUE) {
      checkCharset(type);
    }
    return kind;
  }

  private static boolean announcesBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  private static MediaType parse(String header) {
    try {
      return MediaType.parseMediaType(header.toLowerCase(Locale.ROOT));
    } catch (InvalidMediaTypeException malformed) {
      throw RefusedRequestException.of(415, "not-supported", "The Content-Type is malformed.");
    }
  }

  private static @Nullable PayloadKind kind(String type, String method, FhirPath path) {
    if (path.takesAnyContent()) {
      return FHIR_JSON.contains(type) ? JSON : FHIR_XML.contains(type) ? XML : OPAQUE;
    }
    if (method.equals("PATCH")) {
      return switch (type) {
        case "application/json-patch+json", "application/fhir+json" -> JSON;
        case "application/xml-patch+xml", "application/fhir+xml" -> XML;
        default -> null;
      };
    }
    if (type.equals(FORM_TYPE)) {
      return path.isSearch() || path.isOperation() ? FORM : null;
    }
    if (path.isGraphql()) {
      return type.equals("application/graphql") ? OPAQUE : JSON_TYPES.contains(type) ? JSON : null;
    }
    if (path.isSearch()) {
      return null;
    }
    if (FHIR_JSON.contains(type) || JSON_TYPES.contains(type)) {
      return JSON;
    }
    return FHIR_XML.contains(type) || XML_TYPES.contains(type) ? XML : null;
  }

  private static String accepted(String method, FhirPath path) {
    if (path.isSearch()) {
      return FORM_TYPE;
    }
    if (path.isGraphql()) {
      return ACCEPTED_GRAPHQL;
    }
    return method.equals("PATCH") ? ACCEPTED_PATCH : ACCEPTED_RESOURCE;
  }

  private static void checkCharset(MediaType type) {
    String charset = type.getParameter("charset");
    if (charset != null && !charset.replace("\"", "").equals("utf-8")) {
      throw RefusedRequestException.of(
          415, "not-supported", "This charset is not accepted. Send UTF-8.");
    }
  }

  private static RefusedRequestException unsupported(String problem, String accepted) {
    return RefusedRequestException.of(415, "not-supported", problem + " Send " + accepted + ".");
  }
}
