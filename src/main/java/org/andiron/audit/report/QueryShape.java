package org.andiron.audit.report;

import ca.uhn.fhir.context.FhirContext;
import com.google.common.base.Splitter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.server.FhirEndpoint;

/**
 * What kind of data a query of ours asks for: names of resource types and of an operation, and
 * nothing else. The query itself may name other patients.
 *
 * @param operation with {@code $}; empty if there is none
 */
record QueryShape(List<String> types, String operation) {

  static final QueryShape NONE = new QueryShape(List.of(), "");

  private static final Set<String> TYPES = FhirContext.forR4Cached().getResourceTypes();
  private static final Pattern OPERATION = Pattern.compile("\\$[A-Za-z0-9.-]{1,60}");
  private static final Pattern NAMED_TYPES =
      Pattern.compile("(?:^|[?&\\s])_type=([A-Za-z,%0-9]{1,2000})");

  QueryShape {
    types = List.copyOf(types);
  }

  /**
   * Of a query as it is kept.
   *
   * @param query URL; then, if there is a body, an empty line and the body
   */
  static QueryShape of(byte[] query) {
    String text = new String(query, StandardCharsets.UTF_8);
    int base = text.indexOf(FhirEndpoint.PATH + '/');
    if (base < 0) {
      return NONE;
    }
    String asked = text.substring(base + FhirEndpoint.PATH.length());
    String path = asked.split("[?\\s]", 2)[0];
    String operation = "";
    List<String> named = new ArrayList<>();
    for (String segment : Splitter.on('/').split(path)) {
      if (TYPES.contains(segment)) {
        named.add(segment);
      } else if (OPERATION.matcher(segment).matches()) {
        operation = segment;
      }
    }
    Set<String> types = new LinkedHashSet<>();
    Matcher matcher = NAMED_TYPES.matcher(asked);
    while (matcher.find()) {
      decoded(matcher.group(1)).stream().filter(TYPES::contains).forEach(types::add);
    }
    // Of Patient/1/Observation, the last is what is asked for.
    if (types.isEmpty() && !named.isEmpty()) {
      types.add(named.get(named.size() - 1));
    }
    return new QueryShape(List.copyOf(types), operation);
  }

  private static List<String> decoded(String names) {
    try {
      return Splitter.on(',').splitToList(URLDecoder.decode(names, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }
}
