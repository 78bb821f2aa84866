package org.andiron.searchoracle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Timing;

/**
 * Search values, escaped but not encoded, for the elements a parameter has in a cohort: some that
 * match, near misses, and several at once.
 */
final class Samples {

  private static final int PER_ROW = 12;
  private static final int LONGEST = 60;

  private final Cohort cohort;
  private final EdgeDraft draft;

  Samples(Cohort cohort, EdgeDraft draft) {
    this.cohort = cohort;
    this.draft = draft;
  }

  /** Values for a row of the table, given what its parameter finds in the cohort. */
  List<String> of(SearchTable.Row row, List<Base> elements) {
    if (row.modifier().equals("missing")) {
      return List.of("true", "false");
    }
    List<String> all =
        switch (row.parameterType()) {
          case STRING -> strings(row.modifier(), elements);
          case TOKEN -> tokens(row.modifier(), elements);
          case REFERENCE -> references(row.modifier(), elements);
          case URI -> uris(row.modifier(), elements);
          case DATE -> prefixed(row.prefix(), dates(elements));
          case QUANTITY -> prefixed(row.prefix(), quantities(elements));
          default -> List.of();
        };
    List<String> values = spread(all, PER_ROW);
    return values.size() < 2
        ? values
        : Stream.concat(values.stream(), Stream.of(values.get(0) + "," + values.get(1))).toList();
  }

  /** At most so many of all, evenly. */
  static List<String> spread(Collection<String> all, int most) {
    List<String> distinct = new ArrayList<>(new LinkedHashSet<>(all));
    if (distinct.size() <= most) {
      return distinct;
    }
    List<String> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(distinct.get(i * distinct.size() / most));
    }
    return some;
  }

  private static List<String> prefixed(String prefix, List<String> values) {
    return values.stream().map(prefix::concat).toList();
  }

  private static List<String> strings(String modifier, List<Base> elements) {
    Set<String> literals = new LinkedHashSet<>();
    for (String part : elements.stream().flatMap(e -> StringTests.parts(e).stream()).toList()) {
      int middle = part.length() / 2;
      switch (modifier) {
        case "exact" -> {
          literals.add(part);
          literals.add(part.substring(0, middle + 1));
        }
        case "contains" -> {
          literals.add(part.substring(middle));
          literals.add(part.substring(middle / 2, middle + 1).toUpperCase(Locale.ROOT));
        }
        default -> {
          literals.add(part);
          literals.add(part.substring(0, middle + 1));
          literals.add(Folding.fold(part));
          literals.add(part + "x");
          literals.add(part.replaceAll("[-'’]", " "));
          literals.add(part.replace(' ', '-'));
          literals.add(
              part.substring(1 + part.replaceAll("[-'’ ][^-'’ ]*$", " ").lastIndexOf(' ')));
        }
      }
    }
    return literals.stream()
        .map(
            text ->
                text.length() > LONGEST && modifier.isEmpty() ? text.substring(0, LONGEST) : text)
        .filter(text -> !Folding.fold(text).isEmpty())
        .map(Escapes::escape)
        .toList();
  }

  private List<String> tokens(String modifier, List<Base> elements) {
    return switch (modifier) {
      case "in", "not-in" -> valueSets();
      case "below", "above" -> concepts(elements);
      case "text" -> texts(elements);
      case "of-type" -> ofType(elements);
      default -> codes(elements);
    };
  }

  private List<String> valueSets() {
    Stream<String> r4 =
        Stream.of(
            "http://hl7.org/fhir/ValueSet/administrative-gender",
            "http://hl7.org/fhir/ValueSet/diagnostic-report-status");
    return cohort.ofType("ValueSet").isEmpty()
        ? r4.toList()
        : Stream.concat(
                Stream.of(
                    draft.canonical("ValueSet/lungs"),
                    draft.canonical("ValueSet/listed"),
                    "ValueSet/" + draft.id("ValueSet", 2)),
                r4)
            .toList();
  }

  private static List<String> codes(List<Base> elements) {
    Set<String> values = new LinkedHashSet<>();
    for (Token token : elements.stream().flatMap(e -> Token.of(e).stream()).toList()) {
      if (token.code() == null) {
        continue;
      }
      String code = Escapes.escape(token.code());
      values.add(code);
      switch (token.kind()) {
        case CODED, IDENTIFYING -> {
          if (token.system() != null) {
            values.add(Escapes.escape(token.system()) + "|" + code);
            values.add(Escapes.escape(token.system()) + "|");
          }
          values.add("|" + code);
          values.add("http://example.org/wrong|" + code);
          values.add(code.toUpperCase(Locale.ROOT));
        }
        case TEXT -> values.add(code.toUpperCase(Locale.ROOT));
        default -> values.add(code + "0");
      }
    }
    return List.copyOf(values);
  }

  /**
   * Concepts of the cohort's hierarchy, and those of the elements, which are at least themselves.
   */
  private List<String> concepts(List<Base> elements) {
    Set<String> values = new LinkedHashSet<>();
    for (String code : List.of("lung", "left-lung", "thorax", "liver")) {
      values.add(draft.sites() + "|" + code);
    }
    values.add(draft.moods() + "|calm");
    for (Token token : elements.stream().flatMap(e -> Token.of(e).stream()).toList()) {
      if (token.code() != null && token.system() != null) {
        values.add(Escapes.escape(token.system()) + "|" + Escapes.escape(token.code()));
      }
    }
    return List.copyOf(values);
  }

  private static List<String> texts(List<Base> elements) {
    Set<String> values = new LinkedHashSet<>();
    for (String text : elements.stream().flatMap(e -> Token.texts(e).stream()).toList()) {
      values.add(Escapes.escape(text));
      String folded = Folding.fold(text);
      values.add(Escapes.escape(folded.substring(0, Math.min(3, folded.length()))));
      values.add(Escapes.escape(text.substring(text.length() / 2).strip()));
      String[] words = text.strip().split("[ ,:]+");
      String last = Escapes.escape(words[words.length - 1]);
      values.add(last);
      values.add("-" + last);
      values.add("\"" + Escapes.escape(words[0]) + "\"");
      values.add(last + " " + Escapes.escape(words[0]));
      values.add("absent or " + last + "*");
    }
    return List.copyOf(values);
  }

  private static List<String> ofType(List<Base> elements) {
    Set<String> values = new LinkedHashSet<>();
    for (Base element : elements) {
      if (element instanceof Identifier identifier && identifier.hasType()) {
        String value = Escapes.escape(identifier.getValue());
        for (String code : List.of("MR", "DL")) {
          values.add(EdgeDraft.V2_TYPES + "|" + code + "|" + value);
        }
      }
    }
    return List.copyOf(values);
  }

  private List<String> references(String modifier, List<Base> elements) {
    Set<String> values = new LinkedHashSet<>();
    for (Base element : elements) {
      if (element instanceof Reference reference && modifier.equals("identifier")) {
        values.addAll(codes(List.of(reference.getIdentifier())));
      } else if (element instanceof Reference reference && reference.hasReference()) {
        Literal literal = Literal.parse(reference.getReference(), cohort.baseUrl());
        if (literal.type() == null) {
          continue;
        }
        if (Character.isUpperCase((modifier + "a").charAt(0))) {
          values.add(String.valueOf(literal.id()));
          values.add(literal.type() + "/" + literal.id());
        } else {
          values.add(literal.isLocal() ? literal.type() + "/" + literal.id() : literal.text());
          if (literal.isLocal()) {
            values.add(String.valueOf(literal.id()));
            values.add(cohort.baseUrl() + "/" + literal.type() + "/" + literal.id());
            values.add(literal.type() + "/" + literal.id() + "/_history/1");
          }
        }
      }
    }
    return List.copyOf(values);
  }

  private static List<String> uris(String modifier, List<Base> elements) {
    Set<String> values = new LinkedHashSet<>();
    for (String uri : elements.stream().map(Base::primitiveValue).toList()) {
      switch (modifier) {
        case "below", "above" -> {
          if (uri.contains("://")) {
            values.add(uri);
            values.add(
                modifier.equals("below")
                    ? uri.substring(0, uri.lastIndexOf('/') + 1)
                    : uri.split("\\|", 2)[0] + "/beneath");
          }
        }
        default -> {
          values.add(uri);
          values.add(uri.split("\\|", 2)[0]);
          values.add(uri.toUpperCase(Locale.ROOT));
        }
      }
    }
    return List.copyOf(values);
  }

  private static List<String> dates(List<Base> elements) {
    Set<String> values = new LinkedHashSet<>();
    for (String date : elements.stream().flatMap(Samples::written).toList()) {
      values.add(date);
      for (int length : new int[] {4, 7, 10}) {
        if (date.length() > length) {
          values.add(date.substring(0, length));
        }
      }
      if (date.length() == 10) {
        values.add(date + "T00:00:00Z");
        values.add(date + "T10:00+01:00");
      }
    }
    return List.copyOf(values);
  }

  private static Stream<String> written(Base element) {
    if (element instanceof Period period) {
      return Stream.of(period.getStartElement(), period.getEndElement())
          .filter(Base::hasPrimitiveValue)
          .map(Base::primitiveValue);
    }
    if (element instanceof Timing timing) {
      return timing.getEvent().stream().map(Base::primitiveValue);
    }
    return Stream.of(element.primitiveValue());
  }

  private static List<String> quantities(List<Base> elements) {
    Set<String> values = new LinkedHashSet<>();
    for (Base element : elements) {
      if (element instanceof Quantity quantity && quantity.hasValue()) {
        String number = quantity.getValueElement().getValueAsString();
        String code = quantity.hasCode() ? quantity.getCode() : "";
        values.add(number);
        if (!code.isEmpty()) {
          values.add(number + "|" + Units.UCUM + "|" + code);
        }
        if (quantity.hasUnit()) {
          values.add(number + "||" + quantity.getUnit());
        }
        switch (code) {
          case "mg" -> values.add(quantity.getValue().movePointLeft(3) + "|" + Units.UCUM + "|g");
          case "h" -> values.add(number + "e0|" + Units.UCUM + "|h");
          case "min" -> values.add("1|" + Units.UCUM + "|h");
          case "kg" -> values.add("154.324|" + Units.UCUM + "|[lb_av]");
          default -> values.add(number + "0");
        }
      }
    }
    return List.copyOf(values);
  }
}
