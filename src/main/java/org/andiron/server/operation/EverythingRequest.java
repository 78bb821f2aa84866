package org.andiron.server.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.time.Instant;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.lang3.time.DateUtils;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.jspecify.annotations.Nullable;

/**
 * What a call of {@code $everything} asks for.
 *
 * @param start care on or after this, or null
 * @param end care before this (exclusive), or null
 * @param since changed at or after this, or null
 * @param types resource types wanted; all if empty
 * @param count resources per page
 * @param offset resources to skip
 */
record EverythingRequest(
    @Nullable Instant start,
    @Nullable Instant end,
    @Nullable Instant since,
    Set<String> types,
    int count,
    int offset) {

  EverythingRequest {
    types = Set.copyOf(types);
  }

  /** Limits of the endpoint on the size of a page. */
  record Paging(int standard, int maximum) {}

  /**
   * Reads the parameters.
   *
   * @throws InvalidRequestException when one of them has no meaning
   */
  static EverythingRequest parse(
      FhirContext context,
      Paging paging,
      @Nullable DateType start,
      @Nullable DateType end,
      @Nullable InstantType since,
      @Nullable Collection<String> types,
      @Nullable IntegerType count,
      @Nullable IntegerType offset) {
    Instant from = start == null || start.isEmpty() ? null : start.getValue().toInstant();
    Instant until = end == null || end.isEmpty() ? null : endOf(end);
    if (from != null && until != null && !from.isBefore(until)) {
      throw new InvalidRequestException("start is after end");
    }
    int pageSize = notNegative("_count", count, paging.standard());
    return new EverythingRequest(
        from,
        until,
        since == null || since.isEmpty() ? null : since.getValue().toInstant(),
        types(context, types),
        Math.min(pageSize, paging.maximum()),
        notNegative("_offset", offset, 0));
  }

  private static Instant endOf(BaseDateTimeType date) {
    TemporalPrecisionEnum precision = date.getPrecision();
    Date last = date.getValue();
    return DateUtils.ceiling(DateUtils.addMilliseconds(last, 1), field(precision)).toInstant();
  }

  private static int field(TemporalPrecisionEnum precision) {
    return switch (precision) {
      case YEAR -> Calendar.YEAR;
      case MONTH -> Calendar.MONTH;
      default -> Calendar.DAY_OF_MONTH;
    };
  }

  private static int notNegative(String name, @Nullable IntegerType value, int standard) {
    if (value == null || value.isEmpty()) {
      return standard;
    }
    if (value.getValue() < 0) {
      throw new InvalidRequestException(name + " must not be negative");
    }
    return value.getValue();
  }

  private static Set<String> types(FhirContext context, @Nullable Collection<String> values) {
    Set<String> types = new TreeSet<>();
    if (values == null) {
      return types;
    }
    List<String> names =
        values.stream()
            .flatMap(value -> Stream.of(value.split(",")))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    for (String name : names) {
      if (!context.getResourceTypes().contains(name)) {
        throw new InvalidRequestException("_type names an unknown resource type");
      }
      types.add(name);
    }
    return types;
  }
}
