package org.andiron.risk.profile;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.andiron.risk.model.LocalText;
import org.jspecify.annotations.Nullable;

/**
 * What is to be seen of a cohort. Nothing in it is of fewer than eleven patients, but for the dots,
 * each of which is one.
 *
 * @param patients in the segments that are described
 * @param withheld how many segments are not described, because they are of few patients
 * @param traits what is known of patients, in the order of the inputs
 * @param leftOut inputs that no patient has
 * @param segments from large to small
 * @param silhouettes by number of segments, of all numbers that were tried
 * @param silhouette of these segments
 * @param components from that with most variance on
 * @param dots some of the patients of segments that are described
 */
public record CohortProfile(
    Origin origin,
    int patients,
    int withheld,
    @Nullable Double outcome,
    List<Trait> traits,
    List<LocalText> leftOut,
    List<Segment> segments,
    SortedMap<Integer, Double> silhouettes,
    double silhouette,
    List<Component> components,
    @JsonIgnore List<Dot> dots) {

  /**
   * Of whom it is.
   *
   * @param outcomeUnit of a number; null for what comes or not
   * @param chosen whether the number of segments was chosen by the silhouette, and not given
   * @param data SHA-256 of what was collected
   */
  @JsonInclude(Include.NON_NULL)
  public record Origin(
      String definition,
      String version,
      LocalText title,
      LocalText outcome,
      @Nullable String outcomeUnit,
      boolean synthetic,
      boolean chosen,
      long seed,
      String data) {}

  /**
   * Something that is known of patients.
   *
   * @param name of the input, and of a category with its code after {@code =}
   * @param category which of an input; null for other kinds
   * @param unit of UCUM; null if it is the part of those who have it
   * @param average of all of whom it is recorded; null if that would be of few
   * @param recorded of which part of patients
   * @param repeated whether another says the same, as the second of two categories does
   */
  @JsonInclude(Include.NON_NULL)
  public record Trait(
      String name,
      LocalText title,
      @Nullable LocalText category,
      @Nullable String unit,
      @Nullable Double average,
      double recorded,
      @JsonIgnore boolean repeated) {

    /** Whether it is a part of patients, and not a mean. */
    @JsonIgnore
    public boolean isShare() {
      return unit == null;
    }
  }

  /**
   * Patients who are alike.
   *
   * @param number from 1
   * @param outcome part of those with the outcome, or its mean; null if that would be of few
   * @param traits by name; what would be of few is not there
   */
  @JsonInclude(Include.NON_NULL)
  public record Segment(
      int number, int patients, @Nullable Double outcome, Map<String, Level> traits) {

    public Segment {
      traits = Collections.unmodifiableMap(new LinkedHashMap<>(traits));
    }
  }

  /**
   * How it is in a segment.
   *
   * @param centre mean or part of those of whom it is recorded, in the unit of the trait
   * @param difference from all, in standard deviations
   */
  public record Level(double centre, double difference) {}

  /**
   * What varies together.
   *
   * @param explained part of the variance of all traits
   * @param loadings by trait
   */
  public record Component(double explained, Map<String, Double> loadings) {

    public Component {
      loadings = Collections.unmodifiableMap(new LinkedHashMap<>(loadings));
    }
  }

  /**
   * A patient on the first two components.
   *
   * @param segment its number
   */
  public record Dot(int segment, double x, double y) {}

  public CohortProfile {
    traits = List.copyOf(traits);
    leftOut = List.copyOf(leftOut);
    segments = List.copyOf(segments);
    silhouettes = Collections.unmodifiableSortedMap(new TreeMap<>(silhouettes));
    components = List.copyOf(components);
    dots = List.copyOf(dots);
  }
}
