package org.andiron.storage.index;

import org.andiron.storage.index.IndexEntries.UriEntry;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/**
 * URIs, and of references what the links between stored resources do not hold: canonical ones,
 * absolute ones, those to a version, those to a contained resource, identifiers and displays.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#uri">URI parameters</a>
 * @see <a href="https://hl7.org/fhir/R4/search.html#reference">Reference parameters</a>
 */
final class Uris {

  private Uris() {}

  static void indexUri(Base value, IndexedParameter parameter, int group, EntryCollector entries) {
    if (value instanceof CanonicalType canonical) {
      canonical(canonical.getValue(), parameter, group, entries);
    } else if (value instanceof PrimitiveType<?> uri) {
      uri(uri.getValueAsString(), null, parameter, group, entries);
    }
  }

  static void indexReference(
      Base value, IndexedParameter parameter, int group, EntryCollector entries) {
    if (value instanceof Reference reference) {
      literal(reference, parameter, group, entries);
      IndexedParameter.Extras extras = parameter.extras();
      if (extras == null) {
        return;
      }
      if (reference.hasIdentifier()) {
        Identifier identifier = reference.getIdentifier();
        Tokens.token(
            identifier.getSystem(), identifier.getValue(), extras.identifier(), group, entries);
      }
      entries.addText(extras.text(), group, reference.getDisplay());
    } else if (value instanceof UriType) {
      indexUri(value, parameter, group, entries);
    }
  }

  /**
   * A local reference is among the links, but those tell neither elements of a composite nor
   * versions apart, and lack those of contained resources. One to a contained resource leads
   * nowhere, but is a value nevertheless.
   */
  private static void literal(
      Reference reference, IndexedParameter parameter, int group, EntryCollector entries) {
    String literal = reference.getReference();
    if (literal == null) {
      return;
    }
    if (literal.startsWith("#")) {
      if (!parameter.isComponent()) {
        uri(literal, null, parameter, group, entries);
      }
      return;
    }
    ReferenceTarget target = ReferenceTarget.of(literal);
    if (target.absolute()
        || (target.type() != null
            && (parameter.isComponent() || parameter.contained() || target.version() != null))) {
      uri(target.uri(), target.version(), parameter, group, entries);
    }
  }

  private static void canonical(
      @Nullable String canonical, IndexedParameter parameter, int group, EntryCollector entries) {
    if (canonical == null) {
      return;
    }
    // A fragment, which comes last, leads to what the target contains.
    int fragment = canonical.indexOf('#');
    String target = fragment < 0 ? canonical : canonical.substring(0, fragment);
    int bar = target.indexOf('|');
    if (bar < 0) {
      uri(target, null, parameter, group, entries);
    } else {
      uri(target.substring(0, bar), target.substring(bar + 1), parameter, group, entries);
    }
  }

  private static void uri(
      @Nullable String uri,
      @Nullable String version,
      IndexedParameter parameter,
      int group,
      EntryCollector entries) {
    if (uri != null && !uri.isBlank()) {
      String stated = version == null || version.isBlank() ? null : version;
      entries.add(new UriEntry(parameter.code(), group, uri, stated));
    }
  }
}
