package org.andiron.storage.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.andiron.storage.distribution.IcdRelease.Text;

/**
 * Reads the tabular list of ICD-10-CM. Codes with a seventh character, which the list only
 * describes, become concepts below the code that they extend.
 */
final class Icd10CmReader {

  static final String ROOT = "ICD10CM.tabular";

  private static final String URL = "http://hl7.org/fhir/sid/icd-10-cm";
  private static final int SEVENTH = 7;

  private final Concepts concepts = new Concepts();
  private final List<Text> properties = new ArrayList<>();
  private final List<Text> designations = new ArrayList<>();
  private final XMLStreamReader xml;
  private String version = "";

  private Icd10CmReader(XMLStreamReader xml) {
    this.xml = xml;
  }

  /** Reads a document. */
  static Distribution read(Archive archive, String entry) throws IOException {
    try (InputStream in = archive.open(entry)) {
      return new Icd10CmReader(Xml.reader(in)).read(entry);
    } catch (XMLStreamException e) {
      throw Xml.invalid(entry, e);
    }
  }

  private Distribution read(String entry) throws XMLStreamException {
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT) {
        switch (xml.getLocalName()) {
          case "version" -> version = Xml.text(xml);
          case "chapter" -> readChapter();
          default -> {
            // The outermost element, the title and the introduction.
          }
        }
      }
    }
    if (version.isEmpty()) {
      throw new UnusableArchiveException(entry + ": there is no version");
    }
    if (concepts.size() == 0) {
      throw new UnusableArchiveException(entry + ": there are no codes");
    }
    return new IcdRelease(
        new Edition(URL, version, "ICD-10-CM", null), concepts, properties, designations);
  }

  private void readChapter() throws XMLStreamException {
    String name = "";
    int chapter = -1;
    while (next("chapter")) {
      switch (xml.getLocalName()) {
        case "name" -> name = Xml.text(xml);
        case "desc" -> chapter = add(name, Xml.text(xml), "chapter", -1);
        case "section" -> readSection(chapter);
        default -> Xml.text(xml);
      }
    }
  }

  private void readSection(int chapter) throws XMLStreamException {
    String id = Xml.attribute(xml, "id");
    int section = -1;
    while (next("section")) {
      switch (xml.getLocalName()) {
        case "desc" -> section = add(id, Xml.text(xml), "section", chapter);
        case "diag" -> readCode(section < 0 ? chapter : section, Map.of());
        default -> Xml.text(xml);
      }
    }
  }

  private void readCode(int parent, Map<String, String> inherited) throws XMLStreamException {
    String code = "";
    int concept = -1;
    boolean isLeaf = true;
    Map<String, String> extensions = inherited;
    while (next("diag")) {
      switch (xml.getLocalName()) {
        case "name" -> code = Xml.text(xml);
        case "desc" -> concept = add(code, Xml.text(xml), "code", parent);
        case "inclusionTerm" -> {
          while (next("inclusionTerm")) {
            designations.add(new Text(concept, "inclusion", "en", Xml.text(xml)));
          }
        }
        case "sevenChrDef" -> extensions = readExtensions();
        case "diag" -> {
          isLeaf = false;
          readCode(concept, extensions);
        }
        default -> Xml.text(xml);
      }
    }
    if (isLeaf && concept >= 0) {
      addExtended(concept, extensions);
    }
  }

  private Map<String, String> readExtensions() throws XMLStreamException {
    Map<String, String> extensions = new LinkedHashMap<>();
    while (next("sevenChrDef")) {
      String character = Xml.attribute(xml, "char");
      String text = Xml.text(xml);
      if (!character.isEmpty()) {
        extensions.put(character, text);
      }
    }
    return extensions;
  }

  /** The character is the seventh, the point not counted; X holds the places before it. */
  private void addExtended(int concept, Map<String, String> extensions) {
    String code = concepts.code(concept);
    String plain = code.replace(".", "");
    if (extensions.isEmpty() || plain.length() >= SEVENTH) {
      return;
    }
    String filled = plain + "X".repeat(SEVENTH - 1 - plain.length());
    extensions.forEach(
        (character, text) ->
            add(
                filled.substring(0, 3) + "." + filled.substring(3) + character,
                concepts.display(concept) + ", " + text,
                "code",
                concept));
  }

  private int add(String code, String display, String kind, int parent) {
    int concept = concepts.add(code, display, false);
    properties.add(new Text(concept, "kind", "en", kind));
    if (parent >= 0) {
      concepts.addParent(concept, parent);
    }
    return concept;
  }

  /** Goes to the next element inside of the one with this name; false at its end. */
  private boolean next(String inside) throws XMLStreamException {
    while (true) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        return true;
      }
      if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals(inside)) {
        return false;
      }
    }
  }
}
