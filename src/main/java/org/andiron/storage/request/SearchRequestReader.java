package org.andiron.storage.request;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.IPagingProvider;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.andiron.storage.query.SearchParser;

/** Checks the parameters of searches before anything is searched. */
public final class SearchRequestReader {

  private final FhirContext context;
  private final Supplier<SearchParser> parsers;
  private final IPagingProvider paging;

  /**
   * @param parsers gives a parser that knows the search parameters of this moment
   * @param paging knows the largest page
   */
  SearchRequestReader(FhirContext context, Supplier<SearchParser> parsers, IPagingProvider paging) {
    this.context = context;
    this.parsers = parsers;
    this.paging = paging;
  }

  /**
   * Reads the parameters of a request.
   *
   * @param types the types searched; empty for all
   * @param lenient whether what this server does not have is left out, and not refused
   * @throws ca.uhn.fhir.rest.server.exceptions.InvalidRequestException with an issue for each
   *     parameter that is wrong
   */
  public AppliedSearch read(List<String> types, Map<String, String[]> parameters, boolean lenient) {
    SearchRequestReading reading =
        new SearchRequestReading(
            types, parsers.get(), new RequestedElements(context), paging.getMaximumPageSize());
    return reading.read(parameters, lenient);
  }
}
