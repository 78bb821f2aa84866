package org.andiron.consent.proof;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.fhirpath.IFhirPath;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** What requests speak of: values and ids of world A, hidden or not, and some of neither. */
final class Vocabulary {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();

  private final World world;
  private final Random random;
  private final IFhirPath paths = CONTEXT.newFhirPath();
  private final Map<String, List<Resource>> byType = new TreeMap<>();
  private final Map<String, List<String>> values = new HashMap<>();
  private final List<String> words;
  private final List<String> hiddenWords;
  private final Marks unknown;

  /**
   * @param unknown tokens that are nowhere in the world
   */
  Vocabulary(World world, Random random, Marks unknown) {
    this.world = world;
    this.random = random;
    this.unknown = unknown;
    Set<String> seen = new LinkedHashSet<>();
    Set<String> secret = new LinkedHashSet<>();
    world
        .newest()
        .forEach(
            (reference, resource) -> {
              byType.computeIfAbsent(resource.fhirType(), it -> new ArrayList<>()).add(resource);
              Set<String> all = Marks.in(Marks.text(resource));
              Set<String> masked =
                  world.masked().contains(reference) ? LabelledParts.marks(resource) : Set.of();
              all.stream()
                  .filter(it -> it.startsWith("q"))
                  .forEach(
                      it ->
                          (world.hidden().contains(reference) || masked.contains(it)
                                  ? secret
                                  : seen)
                              .add(it));
            });
    words = List.copyOf(seen);
    hiddenWords = List.copyOf(secret);
  }

  Random random() {
    return random;
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T any(Collection<T> some) {
    List<T> list = some instanceof List<T> known ? known : List.copyOf(some);
    return list.get(random.nextInt(list.size()));
  }

  @SafeVarargs
  final <T> T one(T... some) {
    return some[random.nextInt(some.length)];
  }

  /** A type of which there is something. */
  String type() {
    return any(byType.keySet());
  }

  /** The types of which there is something. */
  Set<String> types() {
    return byType.keySet();
  }

  /** A resource of a type, hidden or not. */
  Resource resource(String type) {
    return any(byType.getOrDefault(type, byType.get("Patient")));
  }

  /** A resource that is or is not hidden. */
  Resource resource(String type, boolean hidden) {
    List<Resource> some =
        byType.getOrDefault(type, List.of()).stream()
            .filter(it -> world.hidden().contains(it.getId()) == hidden)
            .toList();
    return some.isEmpty() ? resource(type) : any(some);
  }

  /** Something visible of a patient who lets nobody correct the record. */
  Resource visibleOfProtected() {
    Consent consent =
        byType.get("Consent").stream()
            .map(Consent.class::cast)
            .filter(it -> it.getProvision().hasAction())
            .findFirst()
            .orElseThrow();
    return Stream.of("Immunization", "DocumentReference", "Observation")
        .flatMap(it -> byType.get(it).stream())
        .filter(it -> !isHidden(it.getId()))
        .filter(it -> Judge.targets(it).contains(consent.getPatient().getReference()))
        .findFirst()
        .orElseThrow();
  }

  List<Resource> hidden(String type) {
    return byType.getOrDefault(type, List.of()).stream()
        .filter(it -> world.hidden().contains(it.getId()))
        .toList();
  }

  /** Resources whose labelled parts are withheld. */
  List<Resource> masked(String type) {
    return byType.getOrDefault(type, List.of()).stream()
        .filter(it -> world.masked().contains(it.getId()))
        .toList();
  }

  boolean isHidden(String reference) {
    return world.hidden().contains(reference);
  }

  boolean isPinned(String reference) {
    return world.pinned().contains(reference);
  }

  /** Whether some of a type are pinned. */
  boolean hasPinned(String type) {
    return world.pinned().stream().anyMatch(it -> it.startsWith(type + '/'));
  }

  /** An id of a type: of something visible, hidden, deleted, made meanwhile, or of nothing. */
  String id(String type) {
    List<String> known = world.references(type);
    int dice = random.nextInt(20);
    if (dice == 0 || known.isEmpty()) {
      return unknown.word();
    }
    return dice < 3 ? made(type) : idPart(any(known));
  }

  /** Ids of what is of a type and refers to something. */
  List<String> naming(String type, String target) {
    return byType.getOrDefault(type, List.of()).stream()
        .filter(it -> Judge.targets(it).contains(target))
        .map(it -> idPart(it.getId()))
        .toList();
  }

  String made(String type) {
    return "made." + type + "." + random.nextInt(50) + ".";
  }

  static String idPart(String reference) {
    return reference.substring(reference.indexOf('/') + 1);
  }

  String word() {
    return chance(40) ? any(hiddenWords) : chance(90) ? any(words) : unknown.word();
  }

  Marks marks() {
    return unknown;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A value of a search parameter, not encoded. */
  String value(String type, String parameter) {
    RuntimeSearchParam definition = CONTEXT.getResourceDefinition(type).getSearchParam(parameter);
    if (definition == null) {
      return word();
    }
    List<String> found =
        values.computeIfAbsent(type + '.' + parameter, it -> find(type, definition));
    return found.isEmpty() ? word() : any(found);
  }

  private List<String> find(String type, RuntimeSearchParam definition) {
    Set<String> found = new LinkedHashSet<>();
    String path = definition.getPath();
    if (path == null || path.isBlank()) {
      return List.of();
    }
    String plain = path.replaceAll("\\.where\\(resolve\\(\\) is \\w+\\)", "");
    List<Resource> some = new ArrayList<>(byType.getOrDefault(type, List.of()));
    java.util.Collections.shuffle(some, random);
    for (Resource resource : some.subList(0, Math.min(12, some.size()))) {
      try {
        for (IBase value : paths.evaluate(resource, plain, IBase.class)) {
          add(value, found);
        }
      } catch (RuntimeException e) {
        // A path that needs more than the resource; words will do.
        return List.of();
      }
    }
    return List.copyOf(found);
  }

  private void add(IBase value, Set<String> found) {
    if (value instanceof CodeableConcept concept) {
      concept.getCoding().forEach(it -> add(it, found));
      if (concept.hasText()) {
        found.add(concept.getText());
      }
    } else if (value instanceof Coding coding) {
      found.add(coding.getSystem() + '|' + coding.getCode());
      found.add(coding.getCode());
    } else if (value instanceof Identifier identifier) {
      found.add(identifier.getSystem() + '|' + identifier.getValue());
    } else if (value instanceof ContactPoint contact) {
      found.add(contact.getValue());
    } else if (value instanceof HumanName name) {
      found.add(name.getFamily());
    } else if (value instanceof Address address) {
      found.add(address.getCity());
    } else if (value instanceof Quantity quantity) {
      found.add(quantity.getValue().toPlainString());
      found.add(quantity.getValue().toPlainString() + "|http://unitsofmeasure.org|g");
    } else if (value instanceof Period period) {
      found.add(period.getStartElement().getValueAsString());
    } else if (value instanceof BaseDateTimeType time) {
      String text = time.getValueAsString();
      found.add(text);
      found.add(text.substring(0, Math.min(text.length(), one(4, 7, 10))));
    } else if (value instanceof Reference reference && reference.hasReference()) {
      found.add(reference.getReference());
      found.add(idPart(reference.getReference()));
    } else if (value instanceof Resource inside && inside.hasId()) {
      found.add(Judge.reference(inside));
    } else if (value instanceof PrimitiveType<?> primitive && primitive.hasValue()) {
      found.add(primitive.getValueAsString());
    }
  }
}
