package org.andiron.risk.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * Reports as JSON. Members are named as the records' components are, in their order; numbers have
 * all their digits; times are ISO 8601 in UTC. What was read and is written again has the same
 * bytes.
 */
public final class EvaluationReportJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private EvaluationReportJson() {}

  /** The report as one line. */
  public static String encode(EvaluationReport report) {
    return write(report);
  }

  static String write(Object report) {
    try {
      return MAPPER.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and texts can be written", e);
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if it is no such report
   */
  public static EvaluationReport decode(String json) {
    return read(json, EvaluationReport.class);
  }

  static <T> T read(String json, Class<T> type) {
    try {
      T report = MAPPER.readValue(json, type);
      if (report == null) {
        throw new IllegalArgumentException("no report");
      }
      return report;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the JSON of a report", e);
    }
  }
}
