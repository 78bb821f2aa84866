package org.andiron.storage.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.andiron.storage.distribution.IcdRelease.Text;

/**
 * Reads a classification in ClaML 2 or 3, the format of the World Health Organization. Codes that a
 * class has by way of a modifier, such as a fourth character, become concepts below the class.
 *
 * @see <a href="https://www.iso.org/standard/69318.html">ISO 13120</a>
 */
final class ClamlReader {

  static final String ROOT = "ClaML";

  /** A classification, known by how the name of its title begins. */
  private record Classification(String name, String url) {}

  /** Longer names first. */
  private static final List<Classification> KNOWN =
      List.of(
          new Classification("ICD-10-GM", "http://fhir.de/CodeSystem/bfarm/icd-10-gm"),
          new Classification("ICD-10", "http://hl7.org/fhir/sid/icd-10"));

  private static final String PREFERRED = "preferred";

  /** A class, or one of the classes of a modifier. */
  private static final class ClassElement {
    final String code;
    final String kind;
    final Set<String> superClasses = new LinkedHashSet<>();
    final Set<String> subClasses = new LinkedHashSet<>();
    final Map<String, Set<String>> modifiers = new LinkedHashMap<>();
    final Set<String> excludedModifiers = new LinkedHashSet<>();
    final Map<String, String> rubrics = new LinkedHashMap<>();

    ClassElement(String code, String kind) {
      this.code = code;
      this.kind = kind;
    }

    String preferred() {
      return rubrics.getOrDefault("preferredLong", rubrics.getOrDefault(PREFERRED, ""));
    }
  }

  private final Map<String, ClassElement> classes = new LinkedHashMap<>();
  private final Map<String, Map<String, ClassElement>> modifierClasses = new LinkedHashMap<>();
  private final Concepts concepts = new Concepts();
  private final List<Text> properties = new ArrayList<>();
  private final List<Text> designations = new ArrayList<>();
  private String title = "";
  private String version = "";
  private String language = "";

  private ClamlReader() {}

  /** Reads a document. */
  static Distribution read(Archive archive, String entry) throws IOException {
    ClamlReader reader = new ClamlReader();
    try (InputStream in = archive.open(entry)) {
      reader.parse(Xml.reader(in));
    } catch (XMLStreamException e) {
      throw Xml.invalid(entry, e);
    }
    return reader.release(entry);
  }

  private void parse(XMLStreamReader xml) throws XMLStreamException {
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (xml.getLocalName()) {
        case "Title" -> {
          title = Xml.attribute(xml, "name");
          version = Xml.attribute(xml, "version");
        }
        case "Class" -> {
          ClassElement element =
              new ClassElement(Xml.attribute(xml, "code"), Xml.attribute(xml, "kind"));
          parse(xml, element);
          classes.put(element.code, element);
        }
        case "ModifierClass" -> {
          ClassElement element = new ClassElement(Xml.attribute(xml, "code"), "");
          String modifier = Xml.attribute(xml, "modifier");
          parse(xml, element);
          modifierClasses
              .computeIfAbsent(modifier, it -> new LinkedHashMap<>())
              .put(element.code, element);
        }
        default -> {
          // Who published it, and what kinds of classes and rubrics there are.
        }
      }
    }
  }

  private void parse(XMLStreamReader xml, ClassElement element) throws XMLStreamException {
    String end = xml.getLocalName();
    String rubric = "";
    String modifier = "";
    while (true) {
      int event = xml.next();
      if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals(end)) {
        return;
      }
      if (event != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (xml.getLocalName()) {
        case "SuperClass" -> element.superClasses.add(Xml.attribute(xml, "code"));
        case "SubClass" -> element.subClasses.add(Xml.attribute(xml, "code"));
        case "ModifiedBy" -> {
          modifier = Xml.attribute(xml, "code");
          element.modifiers.put(modifier, new LinkedHashSet<>());
        }
        case "ValidModifierClass" ->
            element
                .modifiers
                .computeIfAbsent(modifier, it -> new LinkedHashSet<>())
                .add(Xml.attribute(xml, "code"));
        case "ExcludeModifier" -> element.excludedModifiers.add(Xml.attribute(xml, "code"));
        case "Rubric" -> rubric = Xml.attribute(xml, "kind");
        case "Label" -> {
          String ofLabel = xml.getAttributeValue("http://www.w3.org/XML/1998/namespace", "lang");
          if (language.isEmpty() && ofLabel != null) {
            language = ofLabel;
          }
          element.rubrics.putIfAbsent(rubric, Xml.text(xml));
        }
        default -> {
          // Notes of the publisher.
        }
      }
    }
  }

  private Distribution release(String entry) {
    Classification classification =
        KNOWN.stream()
            .filter(it -> title.startsWith(it.name()))
            .findFirst()
            .orElseThrow(
                () ->
                    new UnusableArchiveException(
                        entry
                            + ": the classification \""
                            + title
                            + "\" is not known here; ICD-10 and ICD-10-GM are"));
    if (version.isEmpty()) {
      throw new UnusableArchiveException(entry + ": the title has no version");
    }
    if (classes.isEmpty()) {
      throw new UnusableArchiveException(entry + ": there are no classes");
    }
    classes.values().forEach(this::addConcept);
    for (ClassElement child : classes.values()) {
      child.superClasses.forEach(it -> addParent(child.code, it));
      child.subClasses.forEach(it -> addParent(it, child.code));
    }
    for (ClassElement leaf : List.copyOf(classes.values())) {
      if (leaf.subClasses.isEmpty()) {
        addModified(leaf);
      }
    }
    return new IcdRelease(
        new Edition(classification.url(), version, classification.name(), null),
        concepts,
        properties,
        designations);
  }

  private void addConcept(ClassElement element) {
    int number = concepts.add(element.code, element.preferred(), false);
    if (!element.kind.isEmpty()) {
      properties.add(new Text(number, "kind", language, element.kind));
    }
    for (Map.Entry<String, String> rubric : element.rubrics.entrySet()) {
      String kind = rubric.getKey();
      if (kind.equals("inclusion")
          || (kind.startsWith(PREFERRED) && !rubric.getValue().equals(element.preferred()))) {
        designations.add(new Text(number, kind, language, rubric.getValue()));
      }
    }
  }

  private void addParent(String child, String parent) {
    if (concepts.find(child) >= 0 && concepts.find(parent) >= 0) {
      concepts.addParent(concepts.find(child), concepts.find(parent));
    }
  }

  /** Each modifier adds characters to what the one before it made. */
  private void addModified(ClassElement leaf) {
    List<String> bases = List.of(leaf.code);
    for (Map.Entry<String, Set<String>> modifier : modifiers(leaf).entrySet()) {
      List<String> made = new ArrayList<>();
      for (ClassElement suffix :
          modifierClasses.getOrDefault(modifier.getKey(), Map.of()).values()) {
        if (!modifier.getValue().isEmpty() && !modifier.getValue().contains(suffix.code)) {
          continue;
        }
        for (String base : bases) {
          made.add(addModified(base, suffix));
        }
      }
      if (!made.isEmpty()) {
        bases = made;
      }
    }
  }

  private String addModified(String base, ClassElement suffix) {
    String code =
        suffix.code.startsWith(".") && base.contains(".")
            ? base + suffix.code.substring(1)
            : base + suffix.code;
    int parent = concepts.find(base);
    String display = concepts.display(parent) + ": " + suffix.preferred();
    concepts.addParent(concepts.add(code, display, false), parent);
    return code;
  }

  /** Those of the class and of the classes that it is below, except where it excludes them. */
  private Map<String, Set<String>> modifiers(ClassElement leaf) {
    Map<String, Set<String>> modifiers = new LinkedHashMap<>();
    Set<String> excluded = new LinkedHashSet<>();
    List<ClassElement> path = new ArrayList<>();
    ClassElement at = leaf;
    while (at != null && !path.contains(at)) {
      path.add(0, at);
      String above = at.superClasses.stream().findFirst().orElse("");
      at = classes.get(above);
    }
    for (ClassElement element : path) {
      modifiers.putAll(element.modifiers);
      excluded.addAll(element.excludedModifiers);
    }
    modifiers.keySet().removeAll(excluded);
    return modifiers;
  }
}
