package org.andiron.testsupport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * What a folder of transaction and batch Bundles must come to once stored, counted from the JSON
 * with nothing of the server in between. Entries are creates; one that is conditional counts once
 * however often it occurs.
 *
 * @param byType resources by type
 * @param byPatient resources by patient and type: those whose {@code subject} or {@code patient} is
 *     the patient. A patient is named by its first identifier, as {@code system|value}
 * @param byCode resources by search and token ({@code system|code}); a resource with two codings
 *     counts under both
 */
public record SourceCounts(
    SortedMap<String, Long> byType,
    SortedMap<String, SortedMap<String, Long>> byPatient,
    SortedMap<TokenSearch, SortedMap<String, Long>> byCode) {

  /** A search by token parameter whose answers are counted here. */
  public enum TokenSearch {
    CONDITION_CODE("Condition", "code"),
    DIAGNOSTIC_REPORT_CODE("DiagnosticReport", "code"),
    IMAGING_STUDY_MODALITY("ImagingStudy", "modality"),
    OBSERVATION_CODE("Observation", "code");

    private final String type;
    private final String parameter;

    TokenSearch(String type, String parameter) {
      this.type = type;
      this.parameter = parameter;
    }

    public String type() {
      return type;
    }

    public String parameter() {
      return parameter;
    }

    private Set<String> tokens(JsonNode resource) {
      Set<String> tokens = new TreeSet<>();
      if (this == IMAGING_STUDY_MODALITY) {
        resource.path("series").forEach(series -> tokens.add(token(series.path("modality"))));
      } else {
        resource.path("code").path("coding").forEach(coding -> tokens.add(token(coding)));
      }
      return tokens;
    }

    private static String token(JsonNode coding) {
      return coding.path("system").asText() + "|" + coding.path("code").asText();
    }
  }

  /**
   * Counts the Bundles in all {@code *.json} and {@code *.json.gz} files of a folder.
   *
   * @throws IllegalArgumentException when an entry is not a create, or a patient has no identifier
   */
  public static SourceCounts of(Path folder) throws IOException {
    List<Path> files;
    try (var found = Files.list(folder)) {
      files = found.filter(isBundleFile()).sorted().toList();
    }
    Counting counting = new Counting();
    for (Path file : files) {
      counting.bundle(file);
    }
    return counting.result();
  }

  /** All resources. */
  public long total() {
    return byType.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Predicate<Path> isBundleFile() {
    return file -> file.toString().endsWith(".json") || file.toString().endsWith(".json.gz");
  }

  /** Entry by entry, so that a large file needs the memory of its largest resource. */
  private static final class Counting {

    private static final ObjectMapper MAPPER = mapper();

    private final SortedMap<String, Long> byType = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, Long>> byPatient = new TreeMap<>();
    private final SortedMap<TokenSearch, SortedMap<String, Long>> byCode = new TreeMap<>();
    private final Set<String> conditional = new HashSet<>();

    private static ObjectMapper mapper() {
      JsonMapper mapper = new JsonMapper();
      mapper
          .getFactory()
          .setStreamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
      return mapper;
    }

    void bundle(Path file) throws IOException {
      Map<String, String> patients = new HashMap<>();
      Map<String, SortedMap<String, Long>> references = new HashMap<>();
      try (InputStream in = open(file);
          JsonParser parser = MAPPER.createParser(in)) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean entries = parser.currentName().equals("entry");
          parser.nextToken();
          if (!entries) {
            parser.skipChildren();
            continue;
          }
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            JsonNode entry = MAPPER.readTree(parser);
            if (isStored(entry.path("request"))) {
              count(entry, patients, references);
            }
          }
        }
      }
      patients.forEach(
          (url, identifier) ->
              byPatient
                  .computeIfAbsent(identifier, i -> new TreeMap<>())
                  .putAll(references.getOrDefault(url, new TreeMap<>())));
    }

    private static InputStream open(Path file) throws IOException {
      InputStream raw = new BufferedInputStream(Files.newInputStream(file));
      return file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
    }

    private boolean isStored(JsonNode request) {
      if (!request.path("method").asText().equals("POST")) {
        throw new IllegalArgumentException("Not a create: " + request);
      }
      return !request.has("ifNoneExist")
          || conditional.add(
              request.path("url").asText() + "?" + request.path("ifNoneExist").asText());
    }

    private void count(
        JsonNode entry,
        Map<String, String> patients,
        Map<String, SortedMap<String, Long>> references) {
      JsonNode resource = entry.path("resource");
      String type = resource.path("resourceType").asText();
      increment(byType, type);
      if (type.equals("Patient")) {
        patients.put(entry.path("fullUrl").asText(), identifier(resource));
      }
      for (String element : List.of("subject", "patient")) {
        JsonNode reference = resource.path(element).path("reference");
        if (reference.isTextual()) {
          increment(references.computeIfAbsent(reference.asText(), r -> new TreeMap<>()), type);
        }
      }
      for (TokenSearch search : TokenSearch.values()) {
        if (search.type().equals(type)) {
          SortedMap<String, Long> counts = byCode.computeIfAbsent(search, s -> new TreeMap<>());
          search.tokens(resource).forEach(token -> increment(counts, token));
        }
      }
    }

    private static String identifier(JsonNode patient) {
      JsonNode identifier = patient.path("identifier").path(0);
      if (!identifier.has("system") || !identifier.has("value")) {
        throw new IllegalArgumentException("A patient without identifier");
      }
      return identifier.path("system").asText() + "|" + identifier.path("value").asText();
    }

    private static void increment(Map<String, Long> counts, String key) {
      counts.merge(key, 1L, Long::sum);
    }

    SourceCounts result() {
      return new SourceCounts(
          Collections.unmodifiableSortedMap(byType),
          Collections.unmodifiableSortedMap(byPatient),
          Collections.unmodifiableSortedMap(byCode));
    }
  }
}
