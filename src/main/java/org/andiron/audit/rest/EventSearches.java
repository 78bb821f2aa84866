package org.andiron.audit.rest;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.IPagingProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import com.google.common.base.Splitter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.andiron.audit.query.AuditCondition;
import org.andiron.audit.query.AuditCriteria;
import org.andiron.audit.query.AuditPosition;
import org.andiron.audit.query.AuditSearch;
import org.andiron.server.SearchControls;
import org.andiron.server.error.ParameterFault;
import org.andiron.storage.compartment.Compartment;
import org.andiron.storage.query.SearchParser;
import org.andiron.storage.query.UnsupportedSearchException;
import org.andiron.storage.request.AppliedSearch;
import org.andiron.storage.request.SearchRequestReader;
import org.hl7.fhir.r4.model.IdType;

/**
 * Reads the parameters of searches for AuditEvents. They have the form of all searches of this
 * server; of what that allows, the log has less.
 */
final class EventSearches {

  private static final List<String> TYPES = List.of(EventForm.TYPE);

  /** Of a link: what the first page left out. It has been left out of the other parameters. */
  private static final String IGNORED = "_ignored";

  private static final Set<String> SORT_KEYS = Set.of("date", "_lastUpdated");

  private static final Set<String> WITHOUT = Set.of("_include", "_revinclude");

  private final Supplier<SearchParser> parsers;
  private final AuditCriteria criteria;
  private final IPagingProvider paging;

  /**
   * @param parsers gives a parser that knows the search parameters of this moment
   * @param paging knows how long pages are
   */
  EventSearches(Supplier<SearchParser> parsers, AuditCriteria criteria, IPagingProvider paging) {
    this.parsers = parsers;
    this.criteria = criteria;
    this.paging = paging;
  }

  /**
   * Checks the parameters of a request.
   *
   * @param common knows what all searches have
   * @param lenient whether what the log does not have is left out, and not refused
   * @throws InvalidRequestException with an issue for each parameter that is wrong
   */
  AppliedSearch check(
      SearchRequestReader common, Map<String, String[]> parameters, boolean lenient) {
    Map<String, String[]> others = new HashMap<>(parameters);
    String[] after = others.remove(EventSearch.AFTER);
    others.remove(IGNORED);
    AppliedSearch applied = common.read(TYPES, others, lenient);
    Map<String, List<String>> kept = new LinkedHashMap<>();
    List<ParameterFault> unsupported = new ArrayList<>();
    SearchParser parser = parsers.get();
    applied
        .parameters()
        .forEach(
            (name, values) ->
                values.forEach(
                    value ->
                        unsupportedIn(parser, name, value)
                            .ifPresentOrElse(
                                it -> unsupported.add(ParameterFault.unsupported(name, it)),
                                () ->
                                    kept.computeIfAbsent(name, it -> new ArrayList<>())
                                        .add(value))));
    if (!lenient && !unsupported.isEmpty()) {
      throw ParameterFault.refusal(unsupported);
    }
    if (after != null) {
      kept.put(EventSearch.AFTER, List.of(position(after).text()));
    }
    unsupported.addAll(0, applied.ignored());
    return new AppliedSearch(kept, unsupported);
  }

  /** What of a parameter the log does not have. */
  private Optional<String> unsupportedIn(SearchParser parser, String name, String value) {
    if (name.equals(Constants.PARAM_SORT)) {
      return Splitter.on(',').splitToStream(value).allMatch(it -> SORT_KEYS.contains(key(it)))
          ? Optional.empty()
          : Optional.of("The audit log is sorted by date or -date, and by nothing else.");
    }
    if (WITHOUT.contains(name.replaceAll("[:.].*", ""))) {
      return Optional.of(
          "A search of the audit log has no _include and no _revinclude. Read what its events name"
              + " by itself.");
    }
    if (SearchControls.contains(name)) {
      return Optional.empty();
    }
    try {
      var unused = criteria.condition(parser.parse(TYPES, name, value));
      return Optional.empty();
    } catch (UnsupportedSearchException e) {
      return Optional.of(Objects.requireNonNullElse(e.getMessage(), name));
    }
  }

  private static String key(String sort) {
    return sort.startsWith("-") ? sort.substring(1) : sort;
  }

  private static AuditPosition position(String[] after) {
    return (after.length == 1 ? AuditPosition.parse(after[0]) : Optional.<AuditPosition>empty())
        .orElseThrow(
            () ->
                ParameterFault.refusal(
                    List.of(
                        ParameterFault.ofValue(
                            EventSearch.AFTER,
                            "The parameter '_after' is part of the link to a page, and not as it"
                                + " was there. Follow the links as they are."))));
  }

  /**
   * The search that parameters which were checked ask for.
   *
   * @param focus in whose compartment it searches
   */
  EventSearch read(Map<String, String[]> parameters, Optional<IdType> focus) {
    SearchParser parser = parsers.get();
    List<AuditCondition> conditions = new ArrayList<>();
    Map<String, List<String>> given = new LinkedHashMap<>();
    parameters.forEach(
        (name, values) -> {
          if (!name.equals(EventSearch.AFTER) && !name.equals(Compartment.ENTRY_FOCUS)) {
            given.put(name, List.of(values));
            if (!SearchControls.contains(name)) {
              for (String value : values) {
                conditions.add(criteria.condition(parser.parse(TYPES, name, value)));
              }
            }
          }
        });
    focus.ifPresent(
        it ->
            conditions.add(
                criteria.condition(
                    parser.parse(
                        TYPES,
                        it.getResourceType().equals("Patient") ? "patient" : "agent",
                        it.toUnqualifiedVersionless().getValue()))));
    String[] after = parameters.get(EventSearch.AFTER);
    int count = count(given);
    return new EventSearch(
        new AuditSearch(conditions, newestFirst(given)),
        after == null ? Optional.empty() : Optional.of(position(after)),
        count,
        count == 0 || List.of("count").equals(given.get(Constants.PARAM_SUMMARY)),
        given.containsKey(Constants.PARAM_SEARCH_TOTAL_MODE)
            && !List.of("none").equals(given.get(Constants.PARAM_SEARCH_TOTAL_MODE)),
        given);
  }

  private int count(Map<String, List<String>> given) {
    List<String> count = given.get(Constants.PARAM_COUNT);
    return count == null ? paging.getDefaultPageSize() : Integer.parseInt(count.get(0));
  }

  /** All keys are the same time; what the first says counts. */
  private static boolean newestFirst(Map<String, List<String>> given) {
    List<String> sort = given.get(Constants.PARAM_SORT);
    return sort == null || sort.get(0).startsWith("-");
  }

  /** The criteria of a scope; empty if the log cannot be searched by them. */
  Optional<AuditCondition> ofScope(String query) {
    SearchParser parser = parsers.get();
    List<AuditCondition> conditions = new ArrayList<>();
    try {
      for (String pair : Splitter.on('&').omitEmptyStrings().split(query)) {
        int equals = pair.indexOf('=');
        conditions.add(
            criteria.condition(
                parser.parse(
                    TYPES,
                    decoded(pair.substring(0, equals)),
                    decoded(pair.substring(equals + 1)))));
      }
    } catch (InvalidRequestException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
    return Optional.of(AuditCriteria.all(conditions));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
