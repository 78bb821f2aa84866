package org.andiron.consentoracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Which codes are kinds of which, as HL7 publishes it with R4: purposes (v3-ActReason) and
 * sensitivities (v3-ActCode).
 *
 * @see <a href="https://terminology.hl7.org/CodeSystem-v3-ActReason.html">v3-ActReason</a>
 * @see <a href="https://terminology.hl7.org/CodeSystem-v3-ActCode.html">v3-ActCode</a>
 */
final class PublishedCodes {

  private static final String FILE = "/org/hl7/fhir/r4/model/valueset/v3-codesystems.xml";

  /** Kinds of ETH for IHE PCF, though HL7 puts them below SUD alone. */
  private static final Set<String> KINDS_OF_ETH = Set.of("ETHUD", "OPIOIDUD");

  private static final Map<Code, Set<Code>> BROADER = read();

  private PublishedCodes() {}

  /** Whether a code is another one or a kind of it. */
  static boolean isKindOf(Code code, Code other) {
    return code.equals(other) || BROADER.getOrDefault(code, Set.of()).contains(other);
  }

  private static Map<Code, Set<Code>> read() {
    Map<Code, Set<Code>> broader = new HashMap<>();
    try (InputStream in = PublishedCodes.class.getResourceAsStream(FILE)) {
      read(XMLInputFactory.newFactory().createXMLStreamReader(in), broader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(FILE, e);
    }
    for (String kind : KINDS_OF_ETH) {
      broader.get(Code.sensitivity(kind)).add(Code.sensitivity("ETH"));
    }
    return broader;
  }

  /** Concepts are nested in those they are a kind of. */
  private static void read(XMLStreamReader xml, Map<Code, Set<Code>> broader)
      throws XMLStreamException {
    Deque<String> path = new ArrayDeque<>();
    Deque<Code> concepts = new ArrayDeque<>();
    String system = "";
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        String parent = path.isEmpty() ? "" : path.peek();
        path.push(xml.getLocalName());
        if (xml.getLocalName().equals("url") && parent.equals("CodeSystem")) {
          system = xml.getAttributeValue(null, "value");
        } else if (xml.getLocalName().equals("code") && parent.equals("concept")) {
          Code code = new Code(system, xml.getAttributeValue(null, "value"));
          broader.computeIfAbsent(code, any -> new HashSet<>()).addAll(concepts);
          concepts.push(code);
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        if (path.pop().equals("concept")) {
          concepts.pop();
        }
      }
    }
  }
}
