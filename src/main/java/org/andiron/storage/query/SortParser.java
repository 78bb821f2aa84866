package org.andiron.storage.query;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import org.andiron.storage.query.Criterion.TagKind;
import org.jspecify.annotations.Nullable;

/**
 * Reads what to sort by.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#sort">Sorting</a>
 */
final class SortParser {

  private static final String SCORE = "_score";

  /** A key as written. */
  record Key(String code, boolean descending) {

    static List<Key> of(@Nullable SortSpec specification) {
      List<Key> keys = new ArrayList<>();
      for (SortSpec spec = specification; spec != null; spec = spec.getChain()) {
        String code = spec.getParamName();
        if (code != null && !code.isBlank()) {
          keys.add(new Key(code, spec.getOrder() == SortOrderEnum.DESC));
        }
      }
      return keys;
    }
  }

  private final Definitions definitions;
  private final List<Criterion> criteria;

  /**
   * @param criteria of the search, where a position to sort by comes from
   */
  SortParser(Definitions definitions, List<Criterion> criteria) {
    this.definitions = definitions;
    this.criteria = criteria;
  }

  List<SortKey> parse(List<String> types, List<Key> keys) {
    // By the number of the resource everything is sorted in the end.
    return keys.stream()
        .takeWhile(it -> !it.code().equals(Constants.PARAM_PID))
        .map(it -> key(types, it))
        .toList();
  }

  private SortKey key(List<String> types, Key key) {
    String code = key.code();
    boolean descending = key.descending();
    return switch (code) {
      case Constants.PARAM_ID -> new SortKey.ById(descending);
      case Constants.PARAM_LASTUPDATED -> new SortKey.ByLastUpdated(descending);
      case Constants.PARAM_TAG -> new SortKey.ByTag(TagKind.TAG, descending);
      case Constants.PARAM_PROFILE -> new SortKey.ByTag(TagKind.PROFILE, descending);
      case Constants.PARAM_SECURITY -> new SortKey.ByTag(TagKind.SECURITY, descending);
      case Constants.PARAM_SOURCE -> new SortKey.BySource(descending);
      case SCORE -> new SortKey.ByScore(descending);
      default -> byParameter(types, code, descending);
    };
  }

  private SortKey byParameter(List<String> types, String code, boolean descending) {
    if (MetadataParser.knows(code) || code.indexOf('.') >= 0 || code.indexOf(':') >= 0) {
      throw new UnsupportedSearchException(
          "A search cannot be sorted by '"
              + code
              + "'. It can by _id, _lastUpdated, _score, _tag, _profile, _security, _source and the search parameters of its type.");
    }
    List<ParameterDefinition> found = definitions.require(types, code);
    ParameterDefinition definition = found.get(0);
    if (found.size() > 1 || definition.kind() == ParameterKind.COMPOSITE) {
      throw new UnsupportedSearchException(
          definition.described() + ", by which a search cannot be sorted here.");
    }
    if (definition.kind() == ParameterKind.POSITION) {
      return new SortKey.ByDistance(definition.key(), place(definition), descending);
    }
    return new SortKey.ByParameter(
        definition.key(), definition.kind(), definition.paths(), descending);
  }

  private Criterion.Place place(ParameterDefinition definition) {
    return criteria.stream()
        .filter(Criterion.Near.class::isInstance)
        .map(Criterion.Near.class::cast)
        .filter(it -> it.key().equals(definition.key()))
        .map(it -> it.places().get(0))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    definition.described()
                        + ". A search can be sorted by it if it also has it as a criterion, such"
                        + " as "
                        + definition.code()
                        + "=52.52|13.40|5|km."));
  }
}
