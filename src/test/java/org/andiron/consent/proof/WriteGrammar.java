package org.andiron.consent.proof;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Makes requests that store, change and delete. */
final class WriteGrammar {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();
  private static final String JSON_PATCH = "application/json-patch+json";

  /** What decides who the callers are, and so what is withheld, is not theirs to write. */
  private static final List<String> WRITTEN =
      List.of(
          "Observation",
          "Condition",
          "Encounter",
          "DiagnosticReport",
          "DocumentReference",
          "Task",
          "Composition",
          "List",
          "Immunization",
          "Procedure",
          "Patient",
          "Device",
          "Bundle",
          "Binary");

  private final Vocabulary words;
  private final SearchGrammar searches;

  /** Whether callers may give ids: then they are told that one is taken, and none here is. */
  private final boolean ownIds;

  WriteGrammar(Vocabulary words, SearchGrammar searches, boolean ownIds) {
    this.words = words;
    this.searches = searches;
    this.ownIds = ownIds;
  }

  private String type() {
    return words.any(WRITTEN);
  }

  Step create(int caller) {
    String type = type();
    return Step.of(caller, "POST", type, List.of()).withBody(text(fresh(type)));
  }

  Step createConditionally(int caller) {
    String type = type();
    return Step.of(caller, "POST", type, List.of())
        .withBody(text(fresh(type)), "If-None-Exist", condition(type));
  }

  Step update(int caller) {
    String type = type();
    Resource resource = changed(type);
    Step step = Step.of(caller, "PUT", resource.getId(), List.of()).withBody(text(resource));
    return words.chance(30) ? step.withHeader("If-Match", version()) : step;
  }

  Step updateConditionally(int caller) {
    String type = type();
    Resource resource = fresh(type);
    return Step.of(caller, "PUT", type, List.of(condition(type))).withBody(text(resource));
  }

  Step patch(int caller) {
    String target = target(type());
    String body =
        words.one(
            "[{\"op\":\"add\",\"path\":\"/language\",\"value\":\"de\"}]",
            "[{\"op\":\"test\",\"path\":\"/status\",\"value\":\"final\"}]",
            "[{\"op\":\"remove\",\"path\":\"/text\"}]");
    Step step =
        Step.of(caller, "PATCH", target, List.of()).withBody(body, "Content-Type", JSON_PATCH);
    return words.chance(30) ? step.withHeader("If-Match", version()) : step;
  }

  Step patchConditionally(int caller) {
    String type = type();
    return Step.of(caller, "PATCH", type, List.of(condition(type)))
        .withBody(
            "[{\"op\":\"add\",\"path\":\"/language\",\"value\":\"fr\"}]",
            "Content-Type",
            JSON_PATCH);
  }

  Step delete(int caller) {
    Step step = Step.of(caller, "DELETE", deletable(type()), List.of());
    return words.chance(30) ? step.withHeader("If-Match", version()) : step;
  }

  Step deleteConditionally(int caller) {
    String type = type();
    String criteria = condition(type);
    if (words.hasPinned(type)) {
      // Any criteria may find one that only hidden resources need.
      Resource resource = words.resource(type);
      criteria =
          words.isPinned(resource.getId())
              ? "identifier=" + words.word()
              : "_id=" + Vocabulary.idPart(resource.getId()) + '&' + criteria;
    }
    return Step.of(caller, "DELETE", type, List.of(criteria));
  }

  /** Entries that read, store, change and delete, of a transaction or of a batch. */
  Step bundle(int caller, BundleType kind) {
    Bundle bundle = new Bundle().setType(kind);
    int count = 1 + words.random().nextInt(4);
    for (int i = 0; i < count; i++) {
      BundleEntryComponent entry = bundle.addEntry();
      String type = type();
      switch (words.random().nextInt(kind == BundleType.BATCH ? 8 : 6)) {
        case 0 -> {
          Resource resource = fresh(type);
          entry
              .setFullUrl("urn:uuid:00000000-0000-4000-8000-00000000000" + i)
              .setResource(resource);
          entry.getRequest().setMethod(HTTPVerb.POST).setUrl(type);
        }
        case 1 -> {
          entry.setResource(fresh(type));
          entry.getRequest().setMethod(HTTPVerb.POST).setUrl(type).setIfNoneExist(condition(type));
        }
        case 2 -> {
          Resource resource = changed(type);
          entry.setResource(resource);
          entry.getRequest().setMethod(HTTPVerb.PUT).setUrl(resource.getId());
        }
        case 3 ->
            entry
                .getRequest()
                .setMethod(HTTPVerb.DELETE)
                .setUrl(type.equals("Patient") ? "Task/" + words.id("Task") : deletable(type));
        case 4 -> entry.getRequest().setMethod(HTTPVerb.GET).setUrl(type + "/" + words.id(type));
        default -> {
          String some = words.type();
          entry
              .getRequest()
              .setMethod(HTTPVerb.GET)
              .setUrl(some + "?" + String.join("&", searches.search(some)));
        }
      }
    }
    return Step.of(caller, "POST", "", List.of())
        .withBody(CONTEXT.newJsonParser().encodeResourceToString(bundle));
  }

  /** What is new: with another's visible content, and references to some of what there is. */
  Resource fresh(String type) {
    Resource resource = WorldGenerator.next(words.marks(), words.resource(type, false));
    resource.setId((String) null);
    resource.setMeta(null);
    for (Reference reference : Judge.references(resource)) {
      if (words.chance(30) && reference.hasReference()) {
        String target = reference.getReference();
        String other = target.substring(0, target.indexOf('/'));
        reference.setReference(words.resource(other, words.chance(30)).getId());
      }
    }
    Judge.entries(resource)
        .filter(it -> it.hasId() && words.chance(30))
        .forEach(it -> it.setId(words.resource(it.fhirType(), words.chance(30)).getId()));
    if (resource instanceof DomainResource named && words.chance(20)) {
      named.addExtension("http://example.org/about", new Reference(anything()));
    }
    return resource;
  }

  /** What is there, hidden or not, or is not. */
  private String anything() {
    String type = type();
    return words.chance(25)
        ? type + "/" + words.marks().word()
        : words.resource(type, words.chance(60)).getId();
  }

  /** Another version of what is there, hidden or not, or of nothing. */
  private Resource changed(String type) {
    Resource known = words.resource(type);
    Resource resource = WorldGenerator.next(words.marks(), words.resource(type, false));
    resource.setMeta(null);
    if (words.chance(15)) {
      resource.setId(type + "/" + (words.chance(50) ? words.made(type) : words.marks().word()));
    } else {
      resource =
          words.isHidden(known.getId()) ? resource : WorldGenerator.next(words.marks(), known);
      resource.setMeta(null).setId(known.getId());
    }
    if (ownIds && words.isHidden(resource.getId())) {
      Resource other = words.resource(type, false);
      resource.setId(words.isHidden(other.getId()) ? type + "/" + words.made(type) : other.getId());
    }
    return resource;
  }

  /** Each way to write, of something that is hidden; a deletion also of what only hidden need. */
  List<Step> ofHidden(String type) {
    Resource hidden = words.resource(type, true);
    Resource content = WorldGenerator.next(words.marks(), words.resource(type, false));
    content.setMeta(null).setId(hidden.getId());
    Bundle changing = new Bundle().setType(BundleType.TRANSACTION);
    changing
        .addEntry()
        .setResource(content)
        .getRequest()
        .setMethod(HTTPVerb.PUT)
        .setUrl(hidden.getId());
    Bundle deleting = new Bundle().setType(BundleType.TRANSACTION);
    deleting.addEntry().getRequest().setMethod(HTTPVerb.DELETE).setUrl(hidden.getId());
    String added = "[{\"op\":\"add\",\"path\":\"/language\",\"value\":\"de\"}]";
    Resource unknown = content.copy();
    unknown.setId(type + "/" + words.marks().word());
    return List.of(
        Step.of(0, "PUT", hidden.getId(), List.of()).withBody(text(content)),
        Step.of(0, "PATCH", hidden.getId(), List.of()).withBody(added, "Content-Type", JSON_PATCH),
        Step.of(0, "DELETE", hidden.getId(), List.of()),
        Step.of(0, "POST", "", List.of()).withBody(text(changing)),
        Step.of(0, "POST", "", List.of()).withBody(text(deleting)),
        Step.of(0, "PUT", unknown.getId(), List.of()).withBody(text(unknown)),
        Step.of(0, "POST", "Observation", List.of())
            .withBody(
                "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},"
                    + "\"focus\":[{\"reference\":\""
                    + hidden.getId()
                    + "\"}]}"));
  }

  /** What tells of a Patient who is hidden. */
  List<Step> bundlesOfHidden() {
    Resource visible = words.resource("Bundle", false);
    Resource changed = WorldGenerator.next(words.marks(), visible);
    Patient copy = new Patient();
    copy.setId(words.resource("Patient", true).getId());
    ((Bundle) changed).addEntry().setResource(copy);
    changed.setMeta(null).setId(visible.getId());
    Resource fresh = changed.copy().setId((String) null);
    return List.of(
        Step.of(0, "POST", "Bundle", List.of()).withBody(text(fresh)),
        Step.of(0, "PUT", visible.getId(), List.of()).withBody(text(changed)));
  }

  /** Ways to see and to write what has parts that are withheld. */
  List<Step> ofMasked(String type) {
    List<Step> steps = new ArrayList<>();
    for (Resource masked : words.masked(type)) {
      Resource content = WorldGenerator.next(words.marks(), words.resource(type, false));
      content.setMeta(null).setId(masked.getId());
      String guessed = LabelledParts.notes(masked).get(0).getText();
      String graph = "{%s(id:\"%s\"){id note{text}}}".formatted(type, masked.getIdPart());
      steps.add(Step.of(0, "GET", masked.getId(), List.of()));
      steps.add(Step.of(0, "GET", "$graphql", List.of("query=" + Vocabulary.encoded(graph))));
      for (String guess : List.of(guessed, Marks.other(guessed))) {
        steps.add(
            Step.of(0, "PATCH", masked.getId(), List.of())
                .withBody(
                    "[{\"op\":\"test\",\"path\":\"/note/0/text\",\"value\":\"" + guess + "\"}]",
                    "Content-Type",
                    JSON_PATCH));
      }
      steps.add(Step.of(0, "PUT", masked.getId(), List.of()).withBody(text(content)));
    }
    return steps;
  }

  /** Ways to write what a patient does not let anybody correct. */
  List<Step> ofProtected() {
    Resource visible = words.visibleOfProtected();
    Resource content = WorldGenerator.next(words.marks(), visible);
    content.setMeta(null).setId(visible.getId());
    return List.of(
        Step.of(0, "PUT", visible.getId(), List.of()).withBody(text(content)),
        Step.of(0, "DELETE", visible.getId(), List.of()));
  }

  private String target(String type) {
    return type + "/" + words.id(type);
  }

  private String deletable(String type) {
    String target = target(type);
    return words.isPinned(target) && !type.equals("Patient")
        ? type + "/" + words.made(type)
        : target;
  }

  private String condition(String type) {
    if (words.chance(25)) {
      return String.join("&", searches.criteria(type));
    }
    if (words.chance(15)) {
      return "_id=" + words.id(type);
    }
    return "identifier=" + Vocabulary.encoded(words.value(type, "identifier"));
  }

  private String version() {
    return words.one("W/\"1\"", "W/\"2\"", "W/\"7\"", "*");
  }

  private static String text(Resource resource) {
    return CONTEXT.newJsonParser().encodeResourceToString(resource);
  }
}
