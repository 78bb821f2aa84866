package org.andiron.searchoracle;

import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/**
 * A code of a resource with its system, and how it compares.
 *
 * <p>Readings of the specification: identifiers are told apart by case; strings and contact points
 * are not; a {@code code} is in the system its binding implies.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#token">3.1.1.4.10</a>
 */
record Token(@Nullable String system, @Nullable String code, Kind kind) {

  /** What decides how a token is compared. */
  enum Kind {
    /** Compared as its code system says. */
    CODED,
    /** Compared exactly. */
    IDENTIFYING,
    /** Compared exactly, and never with a system. */
    PLAIN,
    /** Compared without case, and never with a system. */
    TEXT
  }

  static List<Token> of(Base element) {
    if (element instanceof CodeableConcept concept) {
      return concept.getCoding().stream().flatMap(coding -> of(coding).stream()).toList();
    }
    if (element instanceof Coding coding) {
      return List.of(new Token(coding.getSystem(), coding.getCode(), Kind.CODED));
    }
    if (element instanceof Identifier identifier) {
      return List.of(new Token(identifier.getSystem(), identifier.getValue(), Kind.IDENTIFYING));
    }
    if (element instanceof ContactPoint contact) {
      return List.of(new Token(null, contact.getValue(), Kind.TEXT));
    }
    if (element instanceof Enumeration<?> enumeration) {
      return List.of(new Token(enumeration.getSystem(), enumeration.getCode(), Kind.CODED));
    }
    if (element instanceof BooleanType || element instanceof UriType) {
      return List.of(new Token(null, element.primitiveValue(), Kind.PLAIN));
    }
    if (element instanceof CodeType code) {
      return List.of(new Token(code.getSystem(), code.getValue(), Kind.CODED));
    }
    if (element instanceof StringType string) {
      return List.of(new Token(null, string.getValue(), Kind.TEXT));
    }
    return List.of();
  }

  /** The texts beside the codes of an element, or beside a reference. */
  static List<String> texts(Base element) {
    if (element instanceof CodeableConcept concept) {
      return Stream.concat(
              Stream.of(concept).filter(CodeableConcept::hasText).map(CodeableConcept::getText),
              concept.getCoding().stream().flatMap(coding -> texts(coding).stream()))
          .toList();
    }
    if (element instanceof Coding coding) {
      return coding.hasDisplay() ? List.of(coding.getDisplay()) : List.of();
    }
    if (element instanceof Identifier identifier) {
      return identifier.getType().hasText() ? List.of(identifier.getType().getText()) : List.of();
    }
    return element instanceof Reference reference && reference.hasDisplay()
        ? List.of(reference.getDisplay())
        : List.of();
  }
}
