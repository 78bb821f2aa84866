package org.andiron.server.guard;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.exc.WstxEOFException;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLResolver;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.andiron.server.error.ErrorReport;
import org.jspecify.annotations.Nullable;

/**
 * Reads an XML body once, building nothing, and refuses what is not well-formed, declares a
 * document type, names an entity, is not UTF-8 or exceeds a limit, with line, column and path. FHIR
 * forbids document types: <a href="https://hl7.org/fhir/R4/xml.html">XML representation</a>.
 */
final class XmlPrescan {

  private static final String NO_ENTITIES =
      "Entity references other than those of XML itself are not allowed.";

  private final LimitsProperties limits;
  private final XMLInputFactory factory;

  XmlPrescan(LimitsProperties limits) {
    this.limits = limits;
    this.factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    // Without document types every entity of an attribute is undeclared, and would be dropped
    // silently.
    factory.setProperty(
        WstxInputProperties.P_UNDECLARED_ENTITY_RESOLVER,
        (XMLResolver)
            (publicId, systemId, base, name) -> {
              throw new UndeclaredEntityException();
            });
    // An attachment is one attribute, as large as the body allows.
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, Integer.MAX_VALUE);
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, limits.depth() + 1);
  }

  /**
   * Scans the first bytes of the array.
   *
   * @throws RefusedRequestException 400, 413 or 415, naming the place
   */
  void scan(byte[] body, int length) {
    Scan scan = new Scan();
    try {
      XMLStreamReader reader =
          factory.createXMLStreamReader(new ByteArrayInputStream(body, 0, length));
      try {
        scan.run(reader);
      } finally {
        reader.close();
      }
    } catch (UndeclaredEntityException entity) {
      throw scan.refused(400, "security", NO_ENTITIES, null);
    } catch (WstxEOFException endOfBody) {
      throw scan.refused(400, "structure", "The XML ends too early.", endOfBody.getLocation());
    } catch (XMLStreamException malformed) {
      throw scan.refused(400, "structure", "The XML is not well-formed.", malformed.getLocation());
    }
  }

  private static final class UndeclaredEntityException extends XMLStreamException {

    private static final long serialVersionUID = 1L;
  }

  /** An open element: its name, its index among equal siblings, and the child read last. */
  private static final class Element {

    private final String name;
    private final int index;
    private @Nullable String childName;
    private int childIndex;

    Element(String name, int index) {
      this.name = name;
      this.index = index;
    }

    Element child(String name) {
      childIndex = name.equals(childName) ? childIndex + 1 : 0;
      childName = name;
      return new Element(name, childIndex);
    }
  }

  /** The state of one pass. */
  private final class Scan {

    private final Deque<Element> open = new ArrayDeque<>();
    private final Set<String> names = new HashSet<>();
    private int entries;

    void run(XMLStreamReader reader) throws XMLStreamException {
      String declared = reader.getCharacterEncodingScheme();
      if (declared != null && !declared.equalsIgnoreCase("UTF-8")) {
        throw refused(
            415,
            "not-supported",
            "The XML declares an encoding other than UTF-8; only UTF-8 is accepted.",
            reader.getLocation());
      }
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> start(reader);
          case XMLStreamConstants.END_ELEMENT -> open.pop();
          case XMLStreamConstants.DTD ->
              throw refused(
                  400,
                  "security",
                  "Document type declarations are not allowed.",
                  reader.getLocation());
          case XMLStreamConstants.ENTITY_REFERENCE ->
              throw refused(400, "security", NO_ENTITIES, reader.getLocation());
          default -> {
            // Text, comments and processing instructions need no check.
          }
        }
      }
    }

    private void start(XMLStreamReader reader) {
      String name = reader.getLocalName();
      Element parent = open.peek();
      open.push(parent == null ? new Element(name, 0) : parent.child(name));
      if (open.size() > limits.depth()) {
        throw refused(
            400,
            "too-costly",
            "The XML is nested deeper than " + limits.depth() + " levels (andiron.limits.depth).",
            reader.getLocation());
      }
      if (names.add(name) && names.size() > limits.elementNames()) {
        throw refused(
            400,
            "too-costly",
            "The body has more than "
                + limits.elementNames()
                + " different element names (andiron.limits.element-names).",
            reader.getLocation());
      }
      boolean entry = open.size() == 2 && name.equals("entry") && isBundle(parent);
      if (entry && ++entries > limits.bundleEntries()) {
        throw refused(
            413,
            "too-costly",
            "The Bundle has more than "
                + limits.bundleEntries()
                + " entries (andiron.limits.bundle-entries). Split it.",
            reader.getLocation());
      }
    }

    private boolean isBundle(@Nullable Element root) {
      return root != null && root.name.equals("Bundle");
    }

    RefusedRequestException refused(
        int status, String code, String problem, @Nullable Location at) {
      String place =
          at == null || at.getLineNumber() < 0
              ? null
              : "line " + at.getLineNumber() + ", column " + at.getColumnNumber();
      String path = path();
      String diagnostics =
          problem
              + (place == null ? "" : " At " + place + (path.isEmpty() ? "." : ", " + path + "."));
      return new RefusedRequestException(
          new ErrorReport(status, code, diagnostics, path.isEmpty() ? null : path, place));
    }

    private String path() {
      StringBuilder path = new StringBuilder();
      for (Iterator<Element> outermost = open.descendingIterator(); outermost.hasNext(); ) {
        Element element = outermost.next();
        path.append(path.length() == 0 ? "" : ".").append(element.name);
        if (element.index > 0) {
          path.append('[').append(element.index).append(']');
        }
      }
      return path.toString();
    }
  }
}
