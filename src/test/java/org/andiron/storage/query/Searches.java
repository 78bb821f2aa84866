package org.andiron.storage.query;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.server.util.FhirContextSearchParamRegistry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Searches as URLs, understood as HAPI hands them over or parameter by parameter. */
final class Searches {

  static final Instant NOW = Instant.parse("2024-01-11T00:00:00Z");

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();
  private static final FhirContextSearchParamRegistry REGISTRY =
      new FhirContextSearchParamRegistry(CONTEXT);
  private static final MatchUrlService URLS = new MatchUrlService(CONTEXT, REGISTRY);

  static final SearchParser PARSER =
      new SearchParser(CONTEXT, REGISTRY, List.of("http://own.example.org/fhir"), () -> NOW);

  private Searches() {}

  /** By way of HAPI's parser. */
  static Search understood(String url) {
    return understood(url, new SearchParameterMap());
  }

  /** By way of HAPI's parser, with what is in the map as well. */
  static Search understood(String url, SearchParameterMap more) {
    SearchParameterMap map =
        URLS.translateMatchUrl(encoded(url), CONTEXT.getResourceDefinition(type(url)));
    more.entrySet().forEach(it -> map.put(it.getKey(), it.getValue()));
    map.setSort(more.getSort());
    return PARSER.parse(List.of(type(url)), map);
  }

  /** As it stands in the URL, without HAPI's parser. */
  static Search asWritten(String url) {
    List<Criterion> criteria = new ArrayList<>();
    for (String pair : url.substring(url.indexOf('?') + 1).split("&")) {
      String[] parts = pair.split("=", 2);
      criteria.add(PARSER.parse(List.of(type(url)), parts[0], parts[1]));
    }
    return new Search(List.of(type(url)), criteria, List.of(), Search.Deleted.EXCLUDED);
  }

  /** Both ways; they must not differ. */
  static Stream<Search> bothWays(String url) {
    return Stream.of(understood(url), asWritten(url));
  }

  static IndexKey key(String type, String code) {
    return new IndexKey(code, List.of(type));
  }

  private static String encoded(String url) {
    return Arrays.stream(url.split("(?<=[?&=])|(?=[?&=])"))
        .map(it -> it.matches("[?&=]") ? it : URLEncoder.encode(it, StandardCharsets.UTF_8))
        .collect(Collectors.joining());
  }

  private static String type(String url) {
    return url.substring(0, url.indexOf('?'));
  }
}
