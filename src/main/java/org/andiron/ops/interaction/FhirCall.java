package org.andiron.ops.interaction;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of the FHIR endpoint, as far as its method and path tell; known before
 * anything is parsed, and also for requests that are refused early.
 *
 * @param interaction what is to be done
 * @param type the R4 resource type it is done to, {@link #SYSTEM} if to none, {@link #OTHER_TYPE}
 *     if the path names something else
 * @param operation the name in the path including its {@code $}, as the caller wrote it and
 *     therefore not to be trusted; null unless the interaction is {@link Interaction#OPERATION}
 */
public record FhirCall(Interaction interaction, String type, @Nullable String operation) {

  /** Path of the FHIR endpoint below the context path. */
  public static final String BASE_PATH = "/fhir";

  public static final String SYSTEM = "system";
  public static final String OTHER_TYPE = "other";

  /** A request that names nothing FHIR knows. */
  public static final FhirCall UNKNOWN = new FhirCall(Interaction.OTHER, OTHER_TYPE, null);

  private static final Set<String> RESOURCE_TYPES =
      Arrays.stream(ResourceType.values())
          .map(ResourceType::name)
          .collect(Collectors.toUnmodifiableSet());

  private static final String HISTORY = "_history";
  private static final String SEARCH = "_search";

  /** All resource types that can appear as {@link #type()}. */
  public static Set<String> resourceTypes() {
    return RESOURCE_TYPES;
  }

  /** Whether a decoded path below the context path belongs to the FHIR endpoint. */
  public static boolean isBelowBase(String path) {
    return path.equals(BASE_PATH) || path.startsWith(BASE_PATH + "/");
  }

  /**
   * Classifies a request.
   *
   * @param method the HTTP method
   * @param path the decoded path below {@link #BASE_PATH}
   * @param query the undecoded query, if any; only its parameter names are looked at
   */
  public static FhirCall of(String method, String path, @Nullable String query) {
    String verb = "HEAD".equals(method) ? "GET" : method;
    List<String> segments =
        Arrays.stream(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
    if (segments.isEmpty()) {
      return ofRoot(verb, query);
    }
    String last = segments.get(segments.size() - 1);
    if (last.startsWith("$")) {
      return new FhirCall(
          Interaction.OPERATION, segments.size() == 1 ? SYSTEM : typeTag(segments.get(0)), last);
    }
    if (segments.size() == 1 && !RESOURCE_TYPES.contains(last)) {
      return ofSystem(verb, last);
    }
    if (!RESOURCE_TYPES.contains(segments.get(0))) {
      return UNKNOWN;
    }
    return ofResource(verb, segments);
  }

  private static FhirCall ofRoot(String verb, @Nullable String query) {
    return switch (verb) {
      case "GET" -> system(hasPagingId(query) ? Interaction.PAGE : Interaction.SEARCH_SYSTEM);
      case "POST" -> system(Interaction.TRANSACTION);
      default -> UNKNOWN;
    };
  }

  private static FhirCall ofSystem(String verb, String segment) {
    boolean get = "GET".equals(verb);
    if (get && "metadata".equals(segment)) {
      return system(Interaction.CAPABILITIES);
    }
    if (get && HISTORY.equals(segment)) {
      return system(Interaction.HISTORY_SYSTEM);
    }
    if (SEARCH.equals(segment) && (get || "POST".equals(verb))) {
      return system(Interaction.SEARCH_SYSTEM);
    }
    return UNKNOWN;
  }

  private static FhirCall ofResource(String verb, List<String> segments) {
    String type = segments.get(0);
    boolean get = "GET".equals(verb);
    boolean getOrPost = get || "POST".equals(verb);
    int depth = segments.size();
    String last = segments.get(depth - 1);
    Interaction interaction =
        switch (depth) {
          case 1 -> onType(verb);
          case 2 -> {
            if (HISTORY.equals(last)) {
              yield get ? Interaction.HISTORY_TYPE : Interaction.OTHER;
            }
            if (SEARCH.equals(last)) {
              yield getOrPost ? Interaction.SEARCH_TYPE : Interaction.OTHER;
            }
            yield onInstance(verb);
          }
          case 3 -> {
            if (HISTORY.equals(last)) {
              yield get ? Interaction.HISTORY_INSTANCE : Interaction.OTHER;
            }
            yield get ? Interaction.SEARCH_COMPARTMENT : Interaction.OTHER;
          }
          case 4 -> {
            if (HISTORY.equals(segments.get(2))) {
              yield get ? Interaction.VREAD : Interaction.OTHER;
            }
            yield SEARCH.equals(last) && getOrPost
                ? Interaction.SEARCH_COMPARTMENT
                : Interaction.OTHER;
          }
          default -> Interaction.OTHER;
        };
    return new FhirCall(
        interaction,
        interaction == Interaction.SEARCH_COMPARTMENT ? compartmentType(segments.get(2)) : type,
        null);
  }

  private static Interaction onType(String verb) {
    return switch (verb) {
      case "GET" -> Interaction.SEARCH_TYPE;
      case "POST" -> Interaction.CREATE;
      case "PUT" -> Interaction.UPDATE;
      case "PATCH" -> Interaction.PATCH;
      case "DELETE" -> Interaction.DELETE;
      default -> Interaction.OTHER;
    };
  }

  private static Interaction onInstance(String verb) {
    return switch (verb) {
      case "GET" -> Interaction.READ;
      case "PUT" -> Interaction.UPDATE;
      case "PATCH" -> Interaction.PATCH;
      case "DELETE" -> Interaction.DELETE;
      default -> Interaction.OTHER;
    };
  }

  private static String compartmentType(String segment) {
    return "*".equals(segment) ? SYSTEM : typeTag(segment);
  }

  private static String typeTag(String segment) {
    return RESOURCE_TYPES.contains(segment) ? segment : OTHER_TYPE;
  }

  private static boolean hasPagingId(@Nullable String query) {
    return query != null
        && Arrays.stream(query.split("&")).anyMatch(pair -> pair.startsWith("_getpages="));
  }

  private static FhirCall system(Interaction interaction) {
    return new FhirCall(interaction, SYSTEM, null);
  }
}
