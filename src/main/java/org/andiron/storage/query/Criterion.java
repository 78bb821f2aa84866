package org.andiron.storage.query;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of a resource that a search finds. Lists of values are alternatives.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html">Search</a>
 */
public sealed interface Criterion {

  /** All of them; everything if there are none. */
  record And(List<Criterion> criteria) implements Criterion {
    public And {
      criteria = List.copyOf(criteria);
    }
  }

  /** One of them; nothing if there are none. */
  record Or(List<Criterion> criteria) implements Criterion {
    public Or {
      criteria = List.copyOf(criteria);
    }
  }

  /** Not so; a resource without a value is found. */
  record Not(Criterion criterion) implements Criterion {}

  /** Finds nothing. */
  record Nothing() implements Criterion {}

  /** About one value in the index at a time. */
  sealed interface Indexed extends Criterion {

    IndexKey key();

    /** The same about another parameter. */
    Indexed of(IndexKey key);
  }

  /** There is a value for which it is not so. */
  record SomeOther(Indexed criterion) implements Criterion {}

  /** A token. */
  record Token(IndexKey key, TokenMatch match) implements Indexed {
    @Override
    public Token of(IndexKey other) {
      return new Token(other, match);
    }
  }

  /** Which tokens match. */
  sealed interface TokenMatch {

    /** One of these. */
    record OneOf(List<TokenValue> values) implements TokenMatch {
      public OneOf {
        values = List.copyOf(values);
      }
    }

    /** One that is in one of these value sets. */
    record InValueSet(List<String> valueSets) implements TokenMatch {
      public InValueSet {
        valueSets = List.copyOf(valueSets);
      }
    }

    /** One that is above or below one of these in its code system, or one of these. */
    record Related(boolean above, List<TokenValue> values) implements TokenMatch {
      public Related {
        values = List.copyOf(values);
      }
    }
  }

  /**
   * A token as written.
   *
   * @param system null for any, empty for none
   * @param code null for any
   */
  record TokenValue(@Nullable String system, @Nullable String code) {}

  /** How strings are compared; all but {@code EXACT} without case, accents and punctuation. */
  enum StringMatch {
    STARTS,
    CONTAINS,
    EXACT,
    EQUALS,
    ENDS,
    /** One of its words sounds like one of the value's; the index has nothing but sounds. */
    SOUNDS
  }

  /** A string. */
  record StringValue(IndexKey key, StringMatch match, List<String> values) implements Indexed {
    public StringValue {
      values = List.copyOf(values);
    }

    @Override
    public StringValue of(IndexKey other) {
      return new StringValue(other, match, values);
    }
  }

  /**
   * Words in what codes or references are called; of all texts of the parameter together.
   *
   * @param alternatives one of which is to match, as written
   */
  record Words(IndexKey key, List<String> alternatives) implements Indexed {
    public Words {
      alternatives = List.copyOf(alternatives);
    }

    @Override
    public Words of(IndexKey other) {
      return new Words(other, alternatives);
    }
  }

  /**
   * A date as searched.
   *
   * @param low the first instant of it
   * @param high the first instant after it
   */
  record DateTest(Comparator comparator, Instant low, Instant high) {}

  /** A date. */
  record Date(IndexKey key, List<DateTest> tests) implements Indexed {
    public Date {
      tests = List.copyOf(tests);
    }

    @Override
    public Date of(IndexKey other) {
      return new Date(other, tests);
    }
  }

  /**
   * A number as searched.
   *
   * @param low the least number that is written so, or that is near enough
   * @param high the least number that is not written so any more, or the greatest near enough
   */
  record NumberTest(Comparator comparator, BigDecimal value, BigDecimal low, BigDecimal high) {}

  /** A number. */
  record Number(IndexKey key, List<NumberTest> tests) implements Indexed {
    public Number {
      tests = List.copyOf(tests);
    }

    @Override
    public Number of(IndexKey other) {
      return new Number(other, tests);
    }
  }

  /**
   * A quantity as searched.
   *
   * @param system null for any
   * @param code null for any; without a system the unit as people write it will do
   */
  record QuantityTest(NumberTest number, @Nullable String system, @Nullable String code) {}

  /** A quantity. */
  record Quantity(IndexKey key, List<QuantityTest> tests) implements Indexed {
    public Quantity {
      tests = List.copyOf(tests);
    }

    @Override
    public Quantity of(IndexKey other) {
      return new Quantity(other, tests);
    }
  }

  /** How URIs are compared. {@code ABOVE} and {@code BELOW} are for URLs; others are just equal. */
  enum UriMatch {
    EQUALS,
    ABOVE,
    BELOW,
    STARTS,
    CONTAINS,
    ENDS
  }

  /** A URI, or a canonical with its version; null is any version. */
  record UriValue(String uri, @Nullable String version) {}

  /** A URI. */
  record Uri(IndexKey key, UriMatch match, List<UriValue> values) implements Indexed {
    public Uri {
      values = List.copyOf(values);
    }

    @Override
    public Uri of(IndexKey other) {
      return new Uri(other, match, values);
    }
  }

  /** A composite: components of the same element that match one of the combinations. */
  record Composite(IndexKey key, List<List<Indexed>> combinations) implements Criterion {
    public Composite {
      combinations = combinations.stream().map(List::copyOf).toList();
    }
  }

  /** A place, in degrees, and the greatest distance from it, in metres. */
  record Place(double latitude, double longitude, double metres) {}

  /** Near a place. */
  record Near(IndexKey key, List<Place> places) implements Criterion {
    public Near {
      places = List.copyOf(places);
    }
  }

  /**
   * A reference parameter.
   *
   * @param paths as HAPI writes them in {@code hfj_res_link.src_path}
   * @param targets the types it may lead to; empty for all
   */
  record Link(IndexKey key, List<String> paths, List<String> targets) {
    public Link {
      paths = List.copyOf(paths);
      targets = List.copyOf(targets);
    }
  }

  /** What a reference leads to. */
  sealed interface ReferenceValue {

    /** A resource here; {@code types} is empty for all, the version null for any. */
    record Local(List<String> types, String id, @Nullable String version)
        implements ReferenceValue {
      public Local {
        types = List.copyOf(types);
      }
    }

    /** What a canonical or a resource elsewhere is called. */
    record Elsewhere(UriValue uri) implements ReferenceValue {}
  }

  /** Whether a reference may also lead to what the target is part of, or to parts of it. */
  enum ReferenceMatch {
    EQUALS,
    ABOVE,
    BELOW
  }

  /** A reference. */
  record Reference(Link link, ReferenceMatch match, List<ReferenceValue> values)
      implements Criterion {
    public Reference {
      values = List.copyOf(values);
    }
  }

  /** There is a value. */
  record Present(IndexKey key, ParameterKind kind, List<String> paths) implements Criterion {
    public Present {
      paths = List.copyOf(paths);
    }
  }

  /** A reference leads to a resource that the other search finds. */
  record Chain(Link link, Search target) implements Criterion {}

  /** A resource that the other search finds has a reference to this one. */
  record Has(Link link, Search source) implements Criterion {}

  /** One of these ids. */
  record Id(List<String> ids) implements Criterion {
    public Id {
      ids = List.copyOf(ids);
    }
  }

  /** The time of the last change. */
  record LastUpdated(List<DateTest> tests) implements Criterion {
    public LastUpdated {
      tests = List.copyOf(tests);
    }
  }

  /** The kinds of tags, in the order of HAPI's numbers for them. */
  enum TagKind {
    TAG,
    PROFILE,
    SECURITY
  }

  /** A tag or security label; any if {@code match} is null. */
  record Tag(TagKind kind, @Nullable TokenMatch match) implements Criterion {}

  /** A tag or security label whose display starts with one of the texts, folded. */
  record TagText(TagKind kind, List<String> texts) implements Criterion {
    public TagText {
      texts = List.copyOf(texts);
    }
  }

  /** A profile that the resource claims to meet; any if there are no values. */
  record Profile(UriMatch match, List<UriValue> values) implements Criterion {
    public Profile {
      values = List.copyOf(values);
    }
  }

  /** Where the resource came from; anywhere if there are no values. */
  record Source(UriMatch match, List<UriValue> values) implements Criterion {
    public Source {
      values = List.copyOf(values);
    }
  }

  /**
   * Part of the record of a patient who exists for the transaction. It takes nothing away where all
   * that exists is, and lets PostgreSQL begin there.
   */
  record OfVisiblePatients() implements Criterion {}

  /** An entry of one of these Lists. */
  record InList(List<String> ids) implements Criterion {
    public InList {
      ids = List.copyOf(ids);
    }
  }

  /** Of one of these types. */
  record OfType(List<String> types) implements Criterion {
    public OfType {
      types = List.copyOf(types);
    }
  }

  /** Which text is searched. */
  enum TextScope {
    /** All of the resource. */
    CONTENT,
    /** The narrative. */
    NARRATIVE
  }

  /**
   * Words in a text of the resource.
   *
   * @param alternatives one of which is to match, as written
   */
  record Text(TextScope scope, List<String> alternatives) implements Criterion {

    public Text {
      alternatives = List.copyOf(alternatives);
    }
  }
}
