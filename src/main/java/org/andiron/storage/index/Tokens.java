package org.andiron.storage.index;

import org.andiron.storage.index.IndexEntries.TokenEntry;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Tokens, as the table of the specification has them: contact points and booleans have no system, a
 * code that a single code system defines has that. Contact points and strings are as {@link
 * CaselessCode} has them. A coding or identifier with nothing but a system has the empty code,
 * since {@code system|} finds it.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#token">Token parameters</a>
 */
final class Tokens {

  private Tokens() {}

  static void index(Base value, IndexedParameter parameter, int group, EntryCollector entries) {
    if (value instanceof CodeableConcept concept) {
      for (Coding coding : concept.getCoding()) {
        coding(coding, parameter, group, entries);
        if (concept.hasText()) {
          named(coding.getSystem(), coding.getCode(), parameter, true, concept.getText(), entries);
        }
      }
      text(concept.getText(), parameter, entries);
    } else if (value instanceof Coding coding) {
      coding(coding, parameter, group, entries);
    } else if (value instanceof Enumeration<?> code) {
      token(systemOf(code), code.getValueAsString(), parameter.code(), group, entries);
      named(systemOf(code), code.getValueAsString(), parameter, false, null, entries);
    } else if (value instanceof CodeType code) {
      token(code.getSystem(), code.getValue(), parameter.code(), group, entries);
      named(code.getSystem(), code.getValue(), parameter, false, null, entries);
    } else if (value instanceof PrimitiveType<?> string && string.fhirType().equals("string")) {
      caseless(string.getValueAsString(), parameter, group, entries);
    } else if (value instanceof PrimitiveType<?> primitive) {
      token(null, primitive.getValueAsString(), parameter.code(), group, entries);
    } else if (value instanceof Identifier identifier) {
      identifier(identifier, parameter, group, entries);
    } else if (value instanceof ContactPoint contact) {
      caseless(contact.getValue(), parameter, group, entries);
    }
  }

  private static void caseless(
      @Nullable String value, IndexedParameter parameter, int group, EntryCollector entries) {
    if (value != null && !value.isBlank()) {
      token(null, CaselessCode.of(value), parameter.code(), group, entries);
    }
  }

  static void token(
      @Nullable String system,
      @Nullable String code,
      String parameter,
      int group,
      EntryCollector entries) {
    String stated = system == null || system.isBlank() ? null : system;
    String value = code == null || code.isBlank() ? "" : code;
    if (stated != null || !value.isEmpty()) {
      entries.add(new TokenEntry(parameter, group, stated, value));
    }
  }

  private static void coding(
      Coding coding, IndexedParameter parameter, int group, EntryCollector entries) {
    token(coding.getSystem(), coding.getCode(), parameter.code(), group, entries);
    text(coding.getDisplay(), parameter, entries);
    named(coding.getSystem(), coding.getCode(), parameter, false, coding.getDisplay(), entries);
  }

  private static void named(
      @Nullable String system,
      @Nullable String code,
      IndexedParameter parameter,
      boolean concept,
      @Nullable String name,
      EntryCollector entries) {
    if (!parameter.isComponent()) {
      entries.addCode(parameter.code(), system, code, concept, name);
    }
  }

  private static void identifier(
      Identifier identifier, IndexedParameter parameter, int group, EntryCollector entries) {
    String value = identifier.getValue();
    token(identifier.getSystem(), value, parameter.code(), group, entries);
    IndexedParameter.Extras extras = parameter.extras();
    if (extras == null || !identifier.hasType()) {
      return;
    }
    text(identifier.getType().getText(), parameter, entries);
    if (value == null || value.isBlank()) {
      return;
    }
    for (Coding type : identifier.getType().getCoding()) {
      if (type.hasCode()) {
        String code = type.getCode() + "|" + value;
        token(type.getSystem(), code, extras.ofType(), group, entries);
      }
    }
  }

  private static void text(
      @Nullable String text, IndexedParameter parameter, EntryCollector entries) {
    IndexedParameter.Extras extras = parameter.extras();
    if (extras != null) {
      entries.addText(extras.text(), 0, text);
    }
  }

  private static <T extends Enum<?>> @Nullable String systemOf(Enumeration<T> code) {
    T value = code.getValue();
    if (value == null) {
      return null;
    }
    String system = code.getEnumFactory().toSystem(value);
    return system == null || system.indexOf(':') < 0 ? null : system;
  }
}
