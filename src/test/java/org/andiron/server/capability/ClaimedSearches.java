package org.andiron.server.capability;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.uhn.fhir.context.FhirContext;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.StringType;

/**
 * Searches a type by every parameter and with every include that the statement lists, all in one
 * batch, and collects what was not answered with 200.
 */
final class ClaimedSearches {

  /** Below {@code andiron.limits.includes}, which a client would meet as well. */
  private static final int INCLUDES_PER_SEARCH = 25;

  private final FhirHttp http;
  private final FhirContext context;
  private final ExampleSearchValues values;

  ClaimedSearches(FhirHttp http, FhirContext context, ExampleSearchValues values) {
    this.http = http;
    this.context = context;
    this.values = values;
  }

  /**
   * @param id a resource of the type, so that an include has something to start from
   */
  List<String> breaches(CapabilityStatementRestResourceComponent claim, String id) {
    String type = claim.getType();
    List<String> searches = new ArrayList<>();
    for (var parameter : claim.getSearchParam()) {
      var query = values.query(type, parameter);
      searches.add(type + "?_count=1&" + query.getKey() + "=" + encode(query.getValue()));
    }
    searches.addAll(inChunks(type, id, "_include", claim.getSearchInclude()));
    searches.addAll(inChunks(type, id, "_revinclude", claim.getSearchRevInclude()));
    return run(searches);
  }

  private List<String> run(List<String> searches) {
    Bundle batch = new Bundle().setType(Bundle.BundleType.BATCH);
    for (String search : searches) {
      batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl(search);
    }
    Answer answer = http.post("", context.newJsonParser().encodeResourceToString(batch));
    if (answer.status() != 200) {
      return List.of("batch of searches answers " + answer.status() + ": " + answer.body());
    }
    Bundle result = context.newJsonParser().parseResource(Bundle.class, answer.body());
    List<String> breaches = new ArrayList<>();
    for (int i = 0; i < searches.size(); i++) {
      BundleEntryComponent entry = result.getEntry().get(i);
      if (!entry.getResponse().getStatus().startsWith("200")) {
        String outcome =
            entry.getResponse().hasOutcome()
                ? context.newJsonParser().encodeResourceToString(entry.getResponse().getOutcome())
                : "";
        breaches.add(
            "%s answers %s %s"
                .formatted(searches.get(i), entry.getResponse().getStatus(), Excerpt.of(outcome)));
      }
    }
    return breaches;
  }

  private static List<String> inChunks(
      String type, String id, String parameter, List<StringType> includes) {
    List<String> searches = new ArrayList<>();
    for (int from = 0; from < includes.size(); from += INCLUDES_PER_SEARCH) {
      StringBuilder search = new StringBuilder(type).append("?_id=").append(id);
      for (StringType include :
          includes.subList(from, Math.min(includes.size(), from + INCLUDES_PER_SEARCH))) {
        search.append('&').append(parameter).append('=').append(encode(include.getValue()));
      }
      searches.add(search.toString());
    }
    return searches;
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8);
  }
}
