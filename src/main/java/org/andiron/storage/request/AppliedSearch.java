package org.andiron.storage.request;

import ca.uhn.fhir.rest.api.Constants;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.andiron.server.error.ParameterFault;
import org.jspecify.annotations.Nullable;

/**
 * What of a request to search is done.
 *
 * @param parameters name with modifier, and its values, not escaped; criteria first
 * @param ignored what was left out since the client allows it
 */
public record AppliedSearch(Map<String, List<String>> parameters, List<ParameterFault> ignored) {

  /** What a query may hold as it is, beside letters and digits. */
  private static final String PLAIN = "-._~:/,$*";

  public AppliedSearch {
    parameters = new LinkedHashMap<>(parameters);
    ignored = List.copyOf(ignored);
  }

  /**
   * The parameters as a request has them.
   *
   * @param type the type searched, null if there are several
   */
  public Map<String, String[]> asRequest(@Nullable String type) {
    Map<String, String[]> request = new LinkedHashMap<>();
    parameters.forEach(
        (name, values) ->
            request.put(
                name,
                type != null && name.startsWith(Constants.PARAM_ELEMENTS)
                    ? new String[] {typed(type, values)}
                    : values.toArray(String[]::new)));
    return request;
  }

  /** HAPI forgets on later pages which type was searched. */
  private static String typed(String type, List<String> elements) {
    return Arrays.stream(String.join(",", elements).split(","))
        .map(it -> RequestedElements.namesType(it) ? it : type + '.' + it)
        .collect(Collectors.joining(","));
  }

  /** Whether only the number of matches is asked for. */
  boolean isCount() {
    return List.of("count").equals(parameters.get("_summary"))
        || List.of("0").equals(parameters.get("_count"));
  }

  /**
   * The URL that stands for this search.
   *
   * @param context what is searched, as an absolute URL
   */
  public String url(String context) {
    return parameters.isEmpty() ? context : context + '?' + query();
  }

  private String query() {
    return parameters.entrySet().stream()
        .flatMap(it -> it.getValue().stream().map(value -> pair(it.getKey(), value)))
        .collect(Collectors.joining("&"));
  }

  private static String pair(String name, String value) {
    return escaped(name) + '=' + escaped(value);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
      escaped.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return escaped.toString();
  }
}
