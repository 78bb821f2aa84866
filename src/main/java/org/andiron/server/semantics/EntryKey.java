package org.andiron.server.semantics;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.util.UrlUtil;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Names an entry of a Bundle by its verb, its path and its parameters, whatever their order. */
final class EntryKey {

  private EntryKey() {}

  static String of(String verb, String url) {
    int query = url.indexOf('?');
    String path = query < 0 ? url : url.substring(0, query);
    Map<String, String[]> parameters =
        query < 0 ? Map.of() : UrlUtil.parseQueryString(url.substring(query + 1));
    return of(verb, path, parameters);
  }

  static String of(RequestDetails entry) {
    return of(entry.getRequestType().name(), entry.getRequestPath(), entry.getParameters());
  }

  private static String of(String verb, String path, Map<String, String[]> parameters) {
    String relative = path.startsWith("/") ? path.substring(1) : path;
    return verb
        + ' '
        + relative
        + new TreeMap<>(parameters)
            .entrySet().stream()
                .map(it -> it.getKey() + '=' + Arrays.toString(it.getValue()))
                .collect(Collectors.joining("&", "?", ""));
  }
}
