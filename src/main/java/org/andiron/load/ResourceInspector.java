package org.andiron.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a resource token by token, so that its size does not matter, and notes what counts. */
final class ResourceInspector {

  /** Attachments in a record are longer than Jackson's default limit of a string. */
  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .build();

  private static final Pattern REFERENCE = Pattern.compile("([A-Z][A-Za-z]+)([/?]).+");
  private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");

  /** Inspects a complete line or file held in memory. */
  Inspection inspect(byte[] json, int length) throws IOException {
    try (JsonParser parser = JSON.createParser(json, 0, length)) {
      parser.nextToken();
      Inspection inspection = inspect(parser);
      if (parser.nextToken() != null) {
        throw new NotFhirException("more than one JSON value");
      }
      return inspection;
    }
  }

  /**
   * Inspects the object the parser stands at and leaves the parser at its end.
   *
   * @throws NotFhirException when it is no FHIR resource
   */
  Inspection inspect(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new NotFhirException("not a JSON object");
    }
    return new Walk(parser).resource().toInspection();
  }

  /** One resource as it is being read. */
  private static final class Draft {
    @Nullable String type;
    @Nullable String id;
    @Nullable String typeField;
    @Nullable Probe probe;
    @Nullable String identifierSystem;
    @Nullable String identifierValue;
    final Map<String, Long> counts = new TreeMap<>();
    final Set<String> literal = new HashSet<>();
    final Set<String> conditional = new HashSet<>();
    boolean repeatable = true;

    @Nullable Probe ownProbe() {
      return type == null || identifierSystem == null || identifierValue == null
          ? null
          : new Probe(type, identifierSystem, identifierValue);
    }

    Inspection toInspection() throws NotFhirException {
      if (type == null || !TYPE.matcher(type).matches()) {
        throw new NotFhirException("no resourceType");
      }
      if (id != null && !ID.matcher(id).matches()) {
        throw new NotFhirException(type + " with an invalid id");
      }
      boolean bundle = type.equals("Bundle");
      if (bundle && typeField == null) {
        throw new NotFhirException("Bundle without type");
      }
      boolean entries = bundle && !"document".equals(typeField) && !"message".equals(typeField);
      Set<String> requires = new HashSet<>(literal);
      if (entries) {
        requires.removeAll(counts.keySet());
      }
      requires.addAll(conditional);
      return new Inspection(
          type,
          id,
          bundle ? typeField : null,
          entries ? Map.copyOf(counts) : Map.of(type, 1L),
          Set.copyOf(requires),
          entries ? repeatable : id != null,
          entries ? probe : ownProbe());
    }
  }

  /** Recursive descent over the tokens of one resource. */
  private static final class Walk {

    private final JsonParser parser;

    Walk(JsonParser parser) {
      this.parser = parser;
    }

    Draft resource() throws IOException {
      Draft draft = new Draft();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        switch (name) {
          case "resourceType" -> draft.type = parser.getValueAsString();
          case "id" -> draft.id = parser.getValueAsString();
          case "type" -> typeField(value, draft);
          case "identifier" -> identifiers(value, draft);
          case "entry" -> entries(value, draft);
          default -> skip(value, draft);
        }
      }
      return draft;
    }

    private void typeField(JsonToken value, Draft draft) throws IOException {
      if (value == JsonToken.VALUE_STRING) {
        draft.typeField = parser.getText();
      } else {
        skip(value, draft);
      }
    }

    private void identifiers(JsonToken value, Draft draft) throws IOException {
      if (value != JsonToken.START_ARRAY) {
        skip(value, draft);
        return;
      }
      JsonToken element;
      while ((element = parser.nextToken()) != JsonToken.END_ARRAY) {
        if (element != JsonToken.START_OBJECT) {
          continue;
        }
        @Nullable String system = null;
        @Nullable String text = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          JsonToken part = parser.nextToken();
          if (name.equals("system")) {
            system = parser.getValueAsString();
          } else if (name.equals("value")) {
            text = parser.getValueAsString();
          } else {
            skip(part, draft);
          }
        }
        if (draft.identifierValue == null && system != null && text != null) {
          draft.identifierSystem = system;
          draft.identifierValue = text;
        }
      }
    }

    private void entries(JsonToken value, Draft bundle) throws IOException {
      if (value != JsonToken.START_ARRAY) {
        skip(value, bundle);
        return;
      }
      JsonToken element;
      while ((element = parser.nextToken()) != JsonToken.END_ARRAY) {
        if (element == JsonToken.START_OBJECT) {
          entry(bundle);
        }
      }
    }

    private void entry(Draft bundle) throws IOException {
      @Nullable Draft resource = null;
      @Nullable String method = null;
      boolean ifNoneExist = false;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("resource") && value == JsonToken.START_OBJECT) {
          resource = resource();
        } else if (name.equals("request") && value == JsonToken.START_OBJECT) {
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String part = parser.currentName();
            JsonToken partValue = parser.nextToken();
            if (part.equals("method")) {
              method = parser.getValueAsString();
            } else if (part.equals("ifNoneExist")) {
              ifNoneExist = true;
            } else {
              skip(partValue, bundle);
            }
          }
        } else {
          skip(value, bundle);
        }
      }
      boolean once =
          method == null
              ? resource == null || resource.id != null
              : switch (method) {
                case "POST" -> ifNoneExist;
                case "PATCH" -> false;
                default -> true;
              };
      bundle.repeatable &= once;
      if (resource != null) {
        adopt(bundle, resource, once);
      }
    }

    private static void adopt(Draft bundle, Draft resource, boolean once) throws IOException {
      if (resource.type == null || !TYPE.matcher(resource.type).matches()) {
        throw new NotFhirException("Bundle entry without resourceType");
      }
      bundle.literal.addAll(resource.literal);
      bundle.conditional.addAll(resource.conditional);
      bundle.counts.merge(resource.type, 1L, Long::sum);
      Probe candidate = resource.ownProbe();
      if (!once && candidate != null) {
        // A patient's identifier is the most likely to be unique, and its search the cheapest.
        boolean better = bundle.probe == null || !bundle.probe.type().equals("Patient");
        if (bundle.probe == null || (better && resource.type.equals("Patient"))) {
          bundle.probe = candidate;
        }
      }
    }

    /** Passes over a value, noting the references in it. */
    private void skip(JsonToken value, Draft draft) throws IOException {
      if (!value.isStructStart()) {
        return;
      }
      int depth = 1;
      while (depth > 0) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw new NotFhirException("ends in the middle of a value");
        }
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.VALUE_STRING && "reference".equals(parser.currentName())) {
          Matcher matcher = REFERENCE.matcher(parser.getText());
          if (matcher.matches()) {
            (matcher.group(2).equals("?") ? draft.conditional : draft.literal)
                .add(matcher.group(1));
          }
        }
      }
    }
  }
}
