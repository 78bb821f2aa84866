package org.andiron.server.validation;

import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * What a call of {@code $validate} asks for.
 *
 * @param encoding of the content
 * @param content the resource as it was sent, or nothing
 * @param mode create, update, delete or profile, or nothing
 * @param profile canonical URL, or nothing
 */
record ValidateRequest(
    EncodingEnum encoding,
    @Nullable String content,
    @Nullable String mode,
    @Nullable String profile) {

  private static final Set<String> MODES = Set.of("create", "update", "delete", "profile");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  ValidateRequest {
    if (mode != null && !MODES.contains(mode)) {
      throw new InvalidRequestException("The mode is create, update, delete or profile.");
    }
    if ("profile".equals(mode) && profile == null) {
      throw new InvalidRequestException("The mode 'profile' needs the parameter 'profile'.");
    }
  }

  /**
   * Reads the request.
   *
   * @param typeName of the URL; a body of type Parameters wraps the resource for all types but its
   *     own, where it does so if it has a parameter named resource
   * @throws InvalidRequestException if the body is neither JSON nor XML, or the mode is not known
   */
  static ValidateRequest of(ServletRequestDetails request, String typeName) {
    String mode = queryParameter(request, "mode");
    String profile = queryParameter(request, "profile");
    byte[] body =
        request.getRequestType() == RequestTypeEnum.POST ? request.loadRequestContents() : null;
    if (body == null || body.length == 0) {
      return new ValidateRequest(EncodingEnum.JSON, null, mode, profile);
    }
    EncodingEnum encoding = RestfulServerUtils.determineRequestEncodingNoDefault(request);
    if (encoding != EncodingEnum.JSON && encoding != EncodingEnum.XML) {
      throw new InvalidRequestException(
          "The Content-Type must be application/fhir+json or application/fhir+xml.");
    }
    try {
      Wrapped wrapped = encoding == EncodingEnum.XML ? fromXml(body) : fromJson(body);
      boolean wraps =
          wrapped.isParameters && (!typeName.equals("Parameters") || wrapped.resource != null);
      if (!wraps) {
        return new ValidateRequest(
            encoding, new String(body, StandardCharsets.UTF_8), mode, profile);
      }
      return new ValidateRequest(
          encoding,
          wrapped.resource,
          mode == null ? wrapped.mode : mode,
          profile == null ? wrapped.profile : profile);
    } catch (IOException | SAXException | ParserConfigurationException | TransformerException e) {
      throw new InvalidRequestException("The body is not well-formed.");
    }
  }

  private static @Nullable String queryParameter(ServletRequestDetails request, String name) {
    String[] values = request.getParameters().get(name);
    return values == null || values.length == 0 || values[0].isBlank() ? null : values[0];
  }

  private static Wrapped fromJson(byte[] body) throws IOException {
    Wrapped wrapped = new Wrapped();
    JsonNode root = MAPPER.readTree(body);
    wrapped.isParameters = "Parameters".equals(root.path("resourceType").asText());
    if (!wrapped.isParameters) {
      return wrapped;
    }
    for (JsonNode parameter : root.path("parameter")) {
      String name = parameter.path("name").asText();
      if (name.equals("resource") && parameter.has("resource")) {
        wrapped.resource = MAPPER.writeValueAsString(parameter.get("resource"));
      } else {
        parameter
            .properties()
            .forEach(
                member -> {
                  if (member.getKey().startsWith("value")) {
                    wrapped.set(name, member.getValue().asText());
                  }
                });
      }
    }
    return wrapped;
  }

  private static Wrapped fromXml(byte[] body)
      throws ParserConfigurationException, IOException, SAXException, TransformerException {
    Wrapped wrapped = new Wrapped();
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    var builder = factory.newDocumentBuilder();
    builder.setErrorHandler(null);
    Document document = builder.parse(new ByteArrayInputStream(body));
    Element root = document.getDocumentElement();
    wrapped.isParameters = "Parameters".equals(root.getLocalName());
    if (!wrapped.isParameters) {
      return wrapped;
    }
    for (Element parameter = firstChild(root); parameter != null; parameter = next(parameter)) {
      String name = null;
      for (Element part = firstChild(parameter); part != null; part = next(part)) {
        if ("name".equals(part.getLocalName())) {
          name = part.getAttribute("value");
        } else if ("resource".equals(part.getLocalName()) && "resource".equals(name)) {
          Element resource = firstChild(part);
          wrapped.resource = resource == null ? null : serialize(resource);
        } else if (name != null && part.hasAttribute("value")) {
          wrapped.set(name, part.getAttribute("value"));
        }
      }
    }
    return wrapped;
  }

  private static String serialize(Element element) throws TransformerException {
    StringWriter out = new StringWriter();
    TransformerFactory factory = TransformerFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.newTransformer().transform(new DOMSource(element), new StreamResult(out));
    return out.toString();
  }

  private static @Nullable Element firstChild(Node parent) {
    return element(parent.getFirstChild());
  }

  private static @Nullable Element next(Node sibling) {
    return element(sibling.getNextSibling());
  }

  private static @Nullable Element element(@Nullable Node from) {
    Node node = from;
    while (node != null && !(node instanceof Element)) {
      node = node.getNextSibling();
    }
    return (Element) node;
  }

  /** The parameters of a wrapping Parameters resource. */
  private static final class Wrapped {

    private boolean isParameters;
    private @Nullable String resource;
    private @Nullable String mode;
    private @Nullable String profile;

    void set(String name, String value) {
      if (name.equals("mode")) {
        mode = value;
      } else if (name.equals("profile")) {
        profile = value;
      }
    }
  }
}
