package org.andiron.load;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads answers token by token: response Bundles, OperationOutcomes, search counts. */
final class ResponseReader {

  private static final int MAX_ISSUES = 20;
  private static final Pattern LOCATION =
      Pattern.compile("(?:.*/)?([A-Z][A-Za-z]+)/([A-Za-z0-9\\-.]{1,64})(?:/_history/.*)?");

  private ResponseReader() {}

  /** Reads a transaction-response or batch-response. */
  static Receipt receipt(InputStream body) throws IOException {
    Map<String, Long> stored = new TreeMap<>();
    List<Receipt.Failed> failed = new ArrayList<>();
    @Nullable String witness = null;
    int index = 0;
    try (JsonParser parser = ResourceInspector.JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return new Receipt(stored, failed, null, 0);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean entries = parser.currentName().equals("entry");
        if (parser.nextToken() != JsonToken.START_ARRAY || !entries) {
          parser.skipChildren();
          continue;
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          Answer answer = entry(parser);
          if (!answer.success()) {
            failed.add(new Receipt.Failed(index, answer.status, answer.issues));
          } else if (answer.type != null) {
            stored.merge(answer.type, 1L, Long::sum);
            witness = witness == null ? answer.type + "/" + answer.id : witness;
          }
          index++;
        }
      }
    }
    return new Receipt(stored, failed, witness, index);
  }

  /** The issues of an OperationOutcome; empty when the body is anything else. */
  static List<Rejection.Issue> issues(InputStream body) {
    try (JsonParser parser = ResourceInspector.JSON.createParser(body)) {
      return parser.nextToken() == JsonToken.START_OBJECT ? outcome(parser) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** {@code Bundle.total}, or -1. */
  static long total(InputStream body) throws IOException {
    try (JsonParser parser = ResourceInspector.JSON.createParser(body)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean total = parser.currentName().equals("total");
        if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && total) {
          return parser.getLongValue();
        }
        parser.skipChildren();
      }
      return -1;
    }
  }

  private static final class Answer {
    int status;
    @Nullable String type;
    @Nullable String id;
    List<Rejection.Issue> issues = List.of();

    boolean success() {
      return (status >= 200 && status < 300) || status == 304;
    }
  }

  private static Answer entry(JsonParser parser) throws IOException {
    Answer answer = new Answer();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean response = parser.currentName().equals("response");
      if (parser.nextToken() != JsonToken.START_OBJECT || !response) {
        parser.skipChildren();
        continue;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("status")) {
          answer.status = status(parser.getText());
        } else if (name.equals("location")) {
          Matcher matcher = LOCATION.matcher(parser.getText());
          if (matcher.matches()) {
            answer.type = matcher.group(1);
            answer.id = matcher.group(2);
          }
        } else if (name.equals("outcome") && value == JsonToken.START_OBJECT) {
          answer.issues = outcome(parser);
        } else {
          parser.skipChildren();
        }
      }
    }
    return answer;
  }

  private static int status(String text) {
    return text.matches("[1-5]\\d\\d.*") ? Integer.parseInt(text.substring(0, 3)) : 0;
  }

  private static List<Rejection.Issue> outcome(JsonParser parser) throws IOException {
    List<Rejection.Issue> issues = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean issue = parser.currentName().equals("issue");
      if (parser.nextToken() != JsonToken.START_ARRAY || !issue) {
        parser.skipChildren();
        continue;
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        Rejection.Issue found = issue(parser);
        if (issues.size() < MAX_ISSUES) {
          issues.add(found);
        }
      }
    }
    return issues;
  }

  private static Rejection.Issue issue(JsonParser parser) throws IOException {
    String severity = "error";
    String code = "processing";
    @Nullable String diagnostics = null;
    @Nullable String details = null;
    @Nullable String expression = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "severity" -> severity = parser.getText();
        case "code" -> code = parser.getText();
        case "diagnostics" -> diagnostics = parser.getText();
        case "details" -> details = details(parser, value);
        case "expression", "location" -> {
          if (value == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
              expression = expression == null ? parser.getText() : expression;
            }
          }
        }
        default -> parser.skipChildren();
      }
    }
    return new Rejection.Issue(
        severity, code, diagnostics == null ? details : diagnostics, expression);
  }

  private static @Nullable String details(JsonParser parser, JsonToken value) throws IOException {
    @Nullable String text = null;
    if (value != JsonToken.START_OBJECT) {
      return null;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals("text");
      if (parser.nextToken() == JsonToken.VALUE_STRING && wanted) {
        text = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
    return text;
  }
}
