package org.andiron.searchoracle;

import java.util.List;
import org.hl7.fhir.r4.model.Resource;

/** The standard searches over resources made of edge cases. */
class StandardSearchIT extends JudgedSearches {

  private static final String PREFIX = "edge";

  StandardSearchIT() {
    super(PREFIX);
  }

  @Override
  List<Resource> cohort() {
    return EdgeCases.of(PREFIX, baseUrl());
  }

  @Override
  List<Queries.Query> combined(Queries queries) {
    return queries.combined();
  }
}
