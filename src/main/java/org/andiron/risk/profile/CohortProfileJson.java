package org.andiron.risk.profile;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** A profile as JSON: the file {@code cohort.json}. */
public final class CohortProfileJson {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .serializationInclusion(Include.NON_NULL)
          .build();

  private CohortProfileJson() {}

  /** The JSON, always the same of the same profile. */
  public static String write(CohortProfile profile) {
    try {
      return JSON.writeValueAsString(profile) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a profile can be written", e);
    }
  }
}
