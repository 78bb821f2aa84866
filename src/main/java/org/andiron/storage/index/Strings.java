package org.andiron.storage.index;

import java.util.function.Consumer;
import org.andiron.storage.index.IndexEntries.StringEntry;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * Strings: of names and addresses every part that is text, each by itself.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#string">String parameters</a>
 */
final class Strings {

  private Strings() {}

  static void index(Base value, IndexedParameter parameter, int group, EntryCollector entries) {
    Consumer<@Nullable String> texts =
        parameter.isPhonetic()
            ? text -> sounds(text, parameter, group, entries)
            : parameter.isName() || value instanceof HumanName
                ? text -> entries.addName(parameter.code(), group, text)
                : text -> entries.addString(parameter.code(), group, text);
    if (value instanceof PrimitiveType<?> primitive) {
      texts.accept(primitive.getValueAsString());
    } else if (value instanceof HumanName name) {
      name(name, texts);
    } else if (value instanceof Address address) {
      address(address, texts);
    } else if (value instanceof CodeableConcept concept) {
      texts.accept(concept.getText());
      concept.getCoding().forEach(coding -> texts.accept(coding.getDisplay()));
    } else if (value instanceof Coding coding) {
      texts.accept(coding.getDisplay());
    } else if (value instanceof Annotation annotation) {
      texts.accept(annotation.getText());
    } else if (value instanceof ContactPoint contact) {
      texts.accept(contact.getValue());
    } else if (value instanceof Identifier identifier) {
      texts.accept(identifier.getValue());
    } else if (value instanceof Reference reference) {
      texts.accept(reference.getDisplay());
    }
  }

  private static void name(HumanName name, Consumer<@Nullable String> texts) {
    texts.accept(name.getFamily());
    each(name.getGiven(), texts);
    each(name.getPrefix(), texts);
    each(name.getSuffix(), texts);
    texts.accept(name.getText());
  }

  private static void address(Address address, Consumer<@Nullable String> texts) {
    each(address.getLine(), texts);
    texts.accept(address.getCity());
    texts.accept(address.getDistrict());
    texts.accept(address.getState());
    texts.accept(address.getPostalCode());
    texts.accept(address.getCountry());
    texts.accept(address.getText());
  }

  private static void each(Iterable<StringType> parts, Consumer<@Nullable String> texts) {
    for (StringType part : parts) {
      texts.accept(part.getValue());
    }
  }

  private static void sounds(
      @Nullable String text, IndexedParameter parameter, int group, EntryCollector entries) {
    if (text != null) {
      for (String code : PhoneticCodes.of(text)) {
        entries.add(new StringEntry(parameter.code(), group, code, code));
      }
    }
  }
}
