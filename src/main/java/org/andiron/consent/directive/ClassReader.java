package org.andiron.consent.directive;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ResourceType;

/** Reads {@code provision.class}: resource types, profiles, media types, formats of documents. */
final class ClassReader {

  private static final Set<String> TYPES =
      Arrays.stream(ResourceType.values())
          .map(ResourceType::name)
          .collect(Collectors.toUnmodifiableSet());

  private final CodingReader codings;
  private final Problems problems;

  ClassReader(CodingReader codings, Problems problems) {
    this.codings = codings;
    this.problems = problems;
  }

  Criterion classes(List<Coding> elements, String path) {
    Set<ContentClass> classes = new LinkedHashSet<>();
    codings.each(elements, path, (code, at) -> add(code, at, classes));
    return new Criterion.Classes(classes);
  }

  private void add(Code code, String at, Set<ContentClass> classes) {
    switch (code.system()) {
      case CodeSystems.RESOURCE_TYPES -> {
        if (TYPES.contains(code.value())) {
          classes.add(new ContentClass.OfType(code.value()));
        } else {
          problems.add(at, "is no resource type of FHIR R4");
        }
      }
      case CodeSystems.URIS -> classes.add(new ContentClass.WithProfile(code.value()));
      case CodeSystems.MEDIA_TYPES -> classes.add(new ContentClass.OfMediaType(code.value()));
      default -> {
        if (CodeSystems.isFormatCodes(code.system())) {
          Code format = new Code(CodeSystems.FORMAT_CODES, code.value());
          classes.add(new ContentClass.InFormat(format));
        } else {
          problems.add(
              at,
              "is of a code system that says nothing here; use %s for types, %s for profiles, %s for media types, %s for formats"
                  .formatted(
                      CodeSystems.RESOURCE_TYPES,
                      CodeSystems.URIS,
                      CodeSystems.MEDIA_TYPES,
                      CodeSystems.FORMAT_CODES));
        }
      }
    }
  }
}
