package org.andiron.server.validation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.andiron.server.validation.ElementType.Child;
import org.andiron.server.validation.ElementType.Composite;
import org.andiron.server.validation.ElementType.Primitive;
import org.andiron.startup.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * The state that checks of JSON and XML share: the place reached, and what was found so far. One
 * instance serves one body.
 */
final class Findings {

  /** Names that may be repeated in an answer: anything else could be a piece of the record. */
  private static final Pattern PLAUSIBLE_NAME = Pattern.compile("_?[A-Za-z][A-Za-z0-9_]{0,63}");

  private final FhirModel model;
  private final int maximum;
  private final List<Problem> problems = new ArrayList<>();
  private final StringBuilder path = new StringBuilder();
  private Scope scope = new Scope();
  private @Nullable String rootType;
  private @Nullable String rootId;

  Findings(FhirModel model, int maximum) {
    this.model = model;
    this.maximum = maximum;
  }

  StructureReport report() {
    return new StructureReport(rootType, rootId, problems);
  }

  boolean isFull() {
    return problems.size() >= maximum;
  }

  /** Goes one step down; the result leads back. */
  int enter(String step) {
    int mark = path.length();
    if (mark > 0) {
      path.append('.');
    }
    path.append(step);
    return mark;
  }

  int enter(int index) {
    int mark = path.length();
    path.append('[').append(index).append(']');
    return mark;
  }

  void leave(int mark) {
    path.setLength(mark);
  }

  String path() {
    return path.toString();
  }

  void add(Problem problem) {
    if (!isFull()) {
      problems.add(problem);
    }
  }

  void structure(String diagnostics) {
    add(Problem.structure(path(), diagnostics));
  }

  void required(String diagnostics) {
    add(new Problem("required", path(), diagnostics, false));
  }

  /** An element that its parent does not have. */
  void unknown(String name, Composite parent) {
    if (!PLAUSIBLE_NAME.matcher(name).matches()) {
      structure("There is an element with a name that no element of FHIR has.");
      return;
    }
    int mark = enter(name);
    Map<String, Child> children = parent.children();
    boolean sibling = name.startsWith("_");
    Child choice = choiceWithoutType(name, children);
    String message;
    if (sibling && children.containsKey(name.substring(1))) {
      message = "Only elements of a primitive type have a companion with an underscore.";
    } else if (choice != null) {
      message = "The name must end with the type of the value: " + typed(choice, children) + ".";
    } else {
      message =
          parent.name()
              + " has no element of this name."
              + Spelling.question(sibling ? name.substring(1) : name, children.keySet());
    }
    structure(message);
    leave(mark);
  }

  private static @Nullable Child choiceWithoutType(String name, Map<String, Child> children) {
    return children.values().stream()
        .filter(it -> it.choice() && it.element().equals(name))
        .findAny()
        .orElse(null);
  }

  private static String typed(Child choice, Map<String, Child> children) {
    List<String> names =
        children.entrySet().stream()
            .filter(it -> it.getValue().element().equals(choice.element()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return names.size() > 12
        ? String.join(", ", names.subList(0, 12)) + " …"
        : String.join(", ", names);
  }

  /** The type a resource says it is, if there is such a type; reports if not. */
  @Nullable Composite resourceType(@Nullable String name, String element) {
    int mark = enter(element);
    Composite type = name == null ? null : model.resource(name);
    if (name == null) {
      required("A resource says of what type it is, by a string.");
    } else if (type == null) {
      structure(
          "FHIR R4 has no resource type of this name."
              + Spelling.question(name, model.resourceTypes()));
    }
    leave(mark);
    return type;
  }

  /** The type of the whole body; paths begin with it from now on. */
  void root(Composite type) {
    rootType = type.name();
    path.setLength(0);
    path.append(type.name());
  }

  /** What may stand beside a primitive value: id and extension. */
  Composite primitiveCompanion() {
    return model.primitiveCompanion();
  }

  void rootId(String id) {
    rootId = id;
  }

  void value(Primitive type, String text) {
    PrimitiveRules.Complaint complaint = PrimitiveRules.check(type, text);
    if (complaint != null) {
      add(new Problem(complaint.code(), path(), complaint.diagnostics(), false));
    }
  }

  /** The text of a Reference, which may point at most to those types. */
  void reference(String text, Collection<String> targets) {
    if (text.startsWith("#")) {
      if (text.length() > 1) {
        scope.references.add(new LocalReference(text.substring(1), path()));
      }
      return;
    }
    ReferenceForm form = ReferenceForm.of(model.relative(text), model);
    if (form.problem() != null) {
      add(Problem.value(path(), form.problem()));
    } else if (form.type() != null && !targets.isEmpty() && !targets.contains(form.type())) {
      add(
          new Problem(
              "value",
              path(),
              "This element refers to "
                  + String.join(" or ", targets)
                  + ", not to "
                  + form.type()
                  + ".",
              true));
    }
  }

  /** Begins a resource with contained resources of its own; the result ends it. */
  Scope beginScope() {
    Scope outer = scope;
    scope = new Scope();
    return outer;
  }

  void endScope(Scope outer) {
    for (LocalReference reference : scope.references) {
      if (!scope.ids.contains(reference.id)) {
        add(Problem.value(reference.path, "No contained resource has the id after the '#'."));
      }
    }
    scope = outer;
  }

  /** A contained resource has this id. */
  void contained(String id) {
    scope.ids.add(id.startsWith("#") ? id.substring(1) : id);
  }

  /** The contained resources of one resource and the references to them. */
  static final class Scope {

    private final Set<String> ids = new HashSet<>();
    private final List<LocalReference> references = new ArrayList<>();
  }

  private record LocalReference(String id, String path) {}
}
