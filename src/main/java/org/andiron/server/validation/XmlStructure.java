package org.andiron.server.validation;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.io.Reader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.andiron.server.validation.ElementType.AnyResource;
import org.andiron.server.validation.ElementType.Child;
import org.andiron.server.validation.ElementType.Composite;
import org.andiron.server.validation.ElementType.Primitive;
import org.jspecify.annotations.Nullable;

/**
 * Checks that an XML body has the form of a resource: <a
 * href="https://hl7.org/fhir/R4/xml.html">XML representation</a>. The order of elements is not
 * checked, since nothing is lost when it is wrong.
 */
final class XmlStructure {

  private static final String FHIR = "http://hl7.org/fhir";
  private static final String XHTML = "http://www.w3.org/1999/xhtml";

  private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
  private static final Composite NO_ATTRIBUTES = new Composite("resource", false, Map::of);

  private static final XMLInputFactory FACTORY = factory();

  private final FhirModel model;

  XmlStructure(FhirModel model) {
    this.model = model;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    // An attachment is one attribute, as large as the body allows.
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, Integer.MAX_VALUE);
    return factory;
  }

  /** Reads XML without document types and entities. */
  static XMLStreamReader newReader(Reader text) throws XMLStreamException {
    return FACTORY.createXMLStreamReader(text);
  }

  /**
   * Checks a whole body.
   *
   * @param maximum the most problems to report
   */
  StructureReport check(byte[] body, int maximum) {
    Findings findings = new Findings(model, maximum);
    findings.enter("Resource");
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(body));
      try {
        reader.nextTag();
        new Walk(findings, reader).resource(ResourcePosition.ROOT);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException malformed) {
      findings.structure("The XML is not well-formed.");
    }
    return findings.report();
  }

  /** One pass over one body. */
  private static final class Walk {

    private final Findings findings;
    private final XMLStreamReader reader;

    Walk(Findings findings, XMLStreamReader reader) {
      this.findings = findings;
      this.reader = reader;
    }

    /** Reads the resource at whose start tag the reader stands, to its end tag. */
    void resource(ResourcePosition position) throws XMLStreamException {
      if (!FHIR.equals(reader.getNamespaceURI())) {
        findings.structure("A resource is an element of the namespace " + FHIR + ".");
        skip();
        return;
      }
      Composite type = findings.resourceType(reader.getLocalName(), "resourceType");
      if (type == null) {
        skip();
        return;
      }
      if (position == ResourcePosition.ROOT) {
        findings.root(type);
      }
      attributes(type, false);
      if (position == ResourcePosition.CONTAINED) {
        if (!children(type, Set.of(), position).contains("id")) {
          findings.required("A contained resource has an id, by which references know it.");
        }
      } else {
        Findings.Scope outer = findings.beginScope();
        children(type, Set.of(), position);
        findings.endScope(outer);
      }
    }

    /** Reads the children up to the end tag; the result is their names. */
    private Set<String> children(
        Composite type, Set<String> targets, @Nullable ResourcePosition position)
        throws XMLStreamException {
      Siblings siblings = new Siblings();
      while (toNextChild()) {
        child(type, targets, position, siblings);
      }
      return siblings.counts.keySet();
    }

    /** Goes to the next start tag of a child, or to the end tag of the parent. */
    private boolean toNextChild() throws XMLStreamException {
      while (true) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            return true;
          }
          case XMLStreamConstants.END_ELEMENT -> {
            return false;
          }
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
            if (!reader.isWhiteSpace()) {
              findings.structure("Text between elements has no meaning; values are attributes.");
            }
          }
          default -> {
            // Comments and processing instructions say nothing.
          }
        }
      }
    }

    private void child(
        Composite type, Set<String> targets, @Nullable ResourcePosition position, Siblings siblings)
        throws XMLStreamException {
      String name = reader.getLocalName();
      Child child = type.children().get(name);
      if (findings.isFull()) {
        skip();
        return;
      }
      int index = siblings.count(name);
      if (child == null || isAttribute(type, name)) {
        findings.unknown(name, type);
        skip();
        return;
      }
      int mark = findings.enter(child.step());
      if (child.repeats()) {
        findings.enter(index);
      } else if (index > 0) {
        findings.structure("This element stands at most once.");
      }
      if (child.choice() && !siblings.chosen(child, name)) {
        findings.structure("Only one of the types of '" + child.element() + "[x]' may stand.");
      }
      boolean xhtml =
          child.type() instanceof Primitive primitive && primitive.datatype().equals("xhtml");
      String namespace = xhtml ? XHTML : FHIR;
      if (!namespace.equals(reader.getNamespaceURI())) {
        findings.structure("This element belongs to the namespace " + namespace + ".");
        skip();
      } else if (xhtml) {
        skip();
      } else {
        note(type, name, targets, position);
        content(child);
      }
      findings.leave(mark);
    }

    /** The id of an element and the url of an extension are attributes. */
    private static boolean isAttribute(Composite type, String name) {
      return (name.equals("id") && !type.isResource())
          || (name.equals("url") && type.isExtension());
    }

    /** Remembers what other places of the body depend on. */
    private void note(
        Composite type, String name, Set<String> targets, @Nullable ResourcePosition position) {
      String value = reader.getAttributeValue(null, "value");
      if (value == null) {
        return;
      }
      if (position == ResourcePosition.ROOT && name.equals("id")) {
        findings.rootId(value);
      } else if (position == ResourcePosition.CONTAINED && name.equals("id")) {
        findings.contained(value);
      } else if (type.isReference() && name.equals("reference")) {
        findings.reference(value, targets);
      }
    }

    private void content(Child child) throws XMLStreamException {
      if (child.type() instanceof Primitive primitive) {
        String value = reader.getAttributeValue(null, "value");
        if (value != null) {
          findings.value(primitive, value);
        }
        Composite companion = findings.primitiveCompanion();
        attributes(companion, true);
        if (children(companion, Set.of(), null).isEmpty() && value == null) {
          findings.structure("This element has neither a value nor an extension.");
        }
      } else if (child.type() instanceof Composite composite) {
        boolean bare = reader.getAttributeCount() == 0;
        attributes(composite, false);
        if (children(composite, child.targets(), null).isEmpty() && bare) {
          findings.structure("An element must not be empty.");
        }
      } else if (child.type() instanceof AnyResource any) {
        attributes(NO_ATTRIBUTES, false);
        wrapped(any.contained() ? ResourcePosition.CONTAINED : ResourcePosition.INLINE);
      }
    }

    /** The one resource inside an element. */
    private void wrapped(ResourcePosition position) throws XMLStreamException {
      int resources = 0;
      while (toNextChild()) {
        if (resources++ > 0) {
          findings.structure("One resource is due here, not several.");
          skip();
        } else {
          resource(position);
        }
      }
      if (resources == 0) {
        findings.structure("A resource is due here.");
      }
    }

    private void attributes(Composite owner, boolean valued) {
      if (owner.isExtension() && reader.getAttributeValue(null, "url") == null) {
        findings.required("An extension has a url, which says what it means.");
      }
      for (int i = 0; i < reader.getAttributeCount(); i++) {
        String name = reader.getAttributeLocalName(i);
        String namespace = reader.getAttributeNamespace(i);
        if (namespace != null && namespace.equals(SCHEMA_INSTANCE)) {
          continue;
        }
        boolean plain = namespace == null || namespace.isEmpty();
        Child child = plain ? owner.children().get(name) : null;
        if (plain && valued && name.equals("value")) {
          continue;
        }
        if (child != null
            && isAttribute(owner, name)
            && child.type() instanceof Primitive primitive) {
          int mark = findings.enter(name);
          findings.value(primitive, reader.getAttributeValue(i));
          findings.leave(mark);
        } else {
          findings.structure(
              "This element has an attribute that FHIR does not define."
                  + (name.equals("value")
                      ? " Only elements of a primitive type have a value."
                      : ""));
        }
      }
    }

    private void skip() throws XMLStreamException {
      for (int depth = 1; depth > 0; ) {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          depth++;
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        }
      }
    }
  }

  /** What the children of one element have shown so far. */
  private static final class Siblings {

    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, String> choices = new HashMap<>();

    /** How many of this name stood before. */
    int count(String name) {
      return counts.merge(name, 1, Integer::sum) - 1;
    }

    /** Whether the choice is still open or was made for this name. */
    boolean chosen(Child child, String name) {
      String before = choices.putIfAbsent(child.element(), name);
      return before == null || before.equals(name);
    }
  }
}
