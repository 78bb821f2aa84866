package org.andiron.storage.index;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one resource is found by, as values of search parameters. {@code parameter} is the code
 * of the search parameter of the resource's type; parts of it that are indexed on their own have a
 * suffix:
 *
 * <ul>
 *   <li>{@code code$1}, {@code code$2}: the components of a composite. Components of the same
 *       element have the same {@code group}, which is at least 1; everywhere else it is 0.
 *   <li>{@code code:text}: what {@code :text} of a token or reference looks at, as strings and as
 *       words.
 *   <li>{@code code:of-type}: identifiers with their type; the system is that of the type, the
 *       value is the type's code, a bar and the identifier's value.
 *   <li>{@code code:identifier}: the identifiers of references, as tokens.
 *   <li>{@code code:Type.other}: the parameter {@code other} of a contained resource of that type
 *       to which the reference {@code code} leads; {@code code:Type} is a URI for each such
 *       resource.
 * </ul>
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#ptypes">Search parameter types</a>
 */
public record IndexEntries(
    List<TokenEntry> tokens,
    List<StringEntry> strings,
    List<DateEntry> dates,
    List<NumberEntry> numbers,
    List<QuantityEntry> quantities,
    List<UriEntry> uris,
    List<PositionEntry> positions,
    List<NamedCode> codes,
    List<WordsEntry> words,
    TextEntry text) {

  /**
   * A token.
   *
   * @param system null if it has none
   * @param code empty if there is nothing but a system
   */
  public record TokenEntry(String parameter, int group, @Nullable String system, String code) {}

  /**
   * What a code is called where it is used; codes are suggested by these.
   *
   * @param system null if it has none
   * @param concept whether the name is that of the whole concept and not of the code
   * @param name empty if it has none
   */
  public record NamedCode(
      String parameter, @Nullable String system, String code, boolean concept, String name) {}

  /**
   * A string.
   *
   * @param folded as {@link TextFold} makes it
   * @param exact as written; empty if the entry is a further form of another one, or what that is
   *     from a later word on
   */
  public record StringEntry(String parameter, int group, String folded, String exact) {}

  /**
   * A date, time or period.
   *
   * @param low the first instant of it, null for no beginning
   * @param high the first instant after it, null for no end
   */
  public record DateEntry(
      String parameter, int group, @Nullable Instant low, @Nullable Instant high) {}

  /**
   * A number.
   *
   * @param low equal to {@code high} unless the value is a range or has a comparator; null for no
   *     lower end
   * @param high null for no upper end
   */
  public record NumberEntry(
      String parameter, int group, @Nullable BigDecimal low, @Nullable BigDecimal high) {}

  /**
   * A quantity; its ends are those of {@link NumberEntry}.
   *
   * @param system the system of the unit's code, null if it has none
   * @param code the unit's code, null if it has none
   * @param unit the unit as people write it, null if it has none
   * @param canonical the same in UCUM base units, null if the unit is not one of UCUM's
   */
  public record QuantityEntry(
      String parameter,
      int group,
      @Nullable String system,
      @Nullable String code,
      @Nullable String unit,
      @Nullable BigDecimal low,
      @Nullable BigDecimal high,
      @Nullable CanonicalRange canonical) {}

  /** A range in UCUM base units; its ends are those of {@link NumberEntry}. */
  public record CanonicalRange(String unit, @Nullable BigDecimal low, @Nullable BigDecimal high) {}

  /**
   * A URI, or a reference that is canonical or absolute; as the component of a composite any
   * reference, {@code Type/id} if it is local.
   *
   * @param uri without a version
   * @param version what stood behind the bar of a canonical or behind {@code _history} of a
   *     reference, null if nothing did
   */
  public record UriEntry(String parameter, int group, String uri, @Nullable String version) {}

  /** A place on earth, in degrees. */
  public record PositionEntry(String parameter, double latitude, double longitude) {}

  /**
   * The words of all texts of a token or reference parameter.
   *
   * @param words as PostgreSQL writes its type {@code tsvector}
   */
  public record WordsEntry(String parameter, String words) {}

  /**
   * The texts, of which each resource has one entry.
   *
   * @param content the words of all of it, as PostgreSQL writes its type {@code tsvector}
   * @param narrative the words of the narrative, likewise; empty if there is none
   * @param words the words of which parts are searched, each once, with a blank before and behind
   */
  public record TextEntry(String content, String narrative, String words) {}
}
