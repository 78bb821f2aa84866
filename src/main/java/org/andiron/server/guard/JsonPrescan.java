package org.andiron.server.guard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.andiron.server.error.ErrorReport;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON body once, building nothing, and refuses what is not well-formed <a
 * href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a> JSON or exceeds a limit, with line,
 * column and path. Duplicate member names are refused, as FHIR demands. Needs memory for the
 * distinct names and the nesting only.
 */
final class JsonPrescan {

  /** Longest element name; FHIR's own stay under a quarter of it. */
  private static final int NAME_LENGTH = 256;

  /** Quoted pieces of the body in a parser's message: they may be part of the record. */
  private static final Pattern QUOTED_CONTENT = Pattern.compile(" ?('[^']{2,}'|\"[^\"]{2,}\")");

  private final LimitsProperties limits;
  private final JsonFactory factory;

  JsonPrescan(LimitsProperties limits) {
    this.limits = limits;
    this.factory =
        JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.depth() + 1)
                    .maxNumberLength(limits.numberLength())
                    .maxNameLength(NAME_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
  }

  /**
   * Scans the first bytes of the array.
   *
   * @throws RefusedRequestException 400 or 413, naming the place
   */
  void scan(byte[] body, int length) {
    boolean checkText = UnstorableText.mayBeEscapedIn(body, length);
    try (JsonParser parser = factory.createParser(body, 0, length)) {
      new Scan(parser, checkText).run();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The state of one pass. */
  private final class Scan {

    private final JsonParser parser;
    private final boolean checkText;
    private final Set<String> names = new HashSet<>();
    private final int[] members = new int[limits.depth() + 2];
    private int depth;
    private int rootEntries;
    private @Nullable String resourceType;
    private @Nullable String lastName;

    Scan(JsonParser parser, boolean checkText) {
      this.parser = parser;
      this.checkText = checkText;
    }

    void run() throws IOException {
      try {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw refused(400, "structure", "The body has no JSON value.");
        }
        do {
          check(token);
        } while ((token = parser.nextToken()) != null && depth > 0);
        if (token != null) {
          throw refused(400, "structure", "There is text after the end of the JSON value.");
        }
      } catch (StreamConstraintsException tooMuch) {
        throw refused(400, "too-long", constraint(tooMuch), tooMuch.getLocation());
      } catch (JsonEOFException endOfBody) {
        throw refused(400, "structure", "The JSON ends too early.", endOfBody.getLocation());
      } catch (JsonParseException malformed) {
        throw refused(400, "structure", syntax(malformed), malformed.getLocation());
      } catch (JsonProcessingException other) {
        throw refused(400, "structure", "The JSON cannot be read.", other.getLocation());
      } catch (IllegalStateException hashFlood) {
        // Jackson's reaction to names made to collide in its symbol table.
        throw refused(400, "too-costly", "The element names of this body cannot be handled.");
      }
    }

    private void check(JsonToken token) throws IOException {
      switch (token) {
        case START_OBJECT, START_ARRAY -> open(token);
        case END_OBJECT, END_ARRAY -> depth--;
        case FIELD_NAME -> countName();
        case VALUE_STRING -> {
          if (checkText && UnstorableText.isIn(parser.getText())) {
            throw refused(400, "value", UnstorableText.PROBLEM);
          }
          if (depth == 1 && "resourceType".equals(lastName)) {
            resourceType = resourceType(parser.getText());
            checkEntries();
          }
        }
        case VALUE_NUMBER_INT -> checkLength();
        case VALUE_NUMBER_FLOAT -> {
          checkLength();
          checkExponent();
        }
        default -> {
          // Literals need no check.
        }
      }
    }

    private void open(JsonToken token) {
      if (++depth > limits.depth()) {
        throw refused(
            400,
            "too-costly",
            "The JSON is nested deeper than " + limits.depth() + " levels (andiron.limits.depth).");
      }
      members[depth] = 0;
      if (depth == 3 && token == JsonToken.START_OBJECT && inRootEntries()) {
        rootEntries++;
        checkEntries();
      }
    }

    private boolean inRootEntries() {
      JsonStreamContext array = parser.getParsingContext().getParent();
      return array.inArray()
          && array.getParent().inObject()
          && "entry".equals(array.getParent().getCurrentName());
    }

    /** The type may stand after the entries, so both events lead here. */
    private void checkEntries() {
      if (rootEntries > limits.bundleEntries() && "Bundle".equals(resourceType)) {
        throw refused(
            413,
            "too-costly",
            "The Bundle has more than "
                + limits.bundleEntries()
                + " entries (andiron.limits.bundle-entries). Split it.");
      }
    }

    private void countName() throws IOException {
      lastName = parser.currentName();
      if (checkText && UnstorableText.isIn(lastName)) {
        // The path of this place would have the name in it, which no answer can carry.
        throw RefusedRequestException.of(400, "value", UnstorableText.PROBLEM);
      }
      if (++members[depth] > limits.members()) {
        throw refused(
            400,
            "too-costly",
            "An object has more than " + limits.members() + " members (andiron.limits.members).");
      }
      if (names.add(lastName) && names.size() > limits.elementNames()) {
        throw refused(
            400,
            "too-costly",
            "The body has more than "
                + limits.elementNames()
                + " different element names (andiron.limits.element-names).");
      }
    }

    private void checkLength() throws IOException {
      if (parser.getTextLength() > limits.numberLength()) {
        throw refused(
            400,
            "value",
            "A number is longer than "
                + limits.numberLength()
                + " characters (andiron.limits.number-length).");
      }
    }

    /** A tiny number such as 1e999999999 becomes gigabytes once written out. */
    private void checkExponent() throws IOException {
      char[] text = parser.getTextCharacters();
      int start = parser.getTextOffset();
      int end = start + parser.getTextLength();
      int i = start;
      while (i < end && text[i] != 'e' && text[i] != 'E') {
        i++;
      }
      long exponent = 0;
      for (i++; i < end && exponent <= limits.numberLength(); i++) {
        if (text[i] >= '0' && text[i] <= '9') {
          exponent = exponent * 10 + (text[i] - '0');
        }
      }
      if (exponent > limits.numberLength()) {
        throw refused(
            400,
            "value",
            "The exponent of a number is beyond "
                + limits.numberLength()
                + " (andiron.limits.number-length).");
      }
    }

    private RefusedRequestException refused(int status, String code, String problem) {
      return refused(status, code, problem, parser.currentLocation());
    }

    private RefusedRequestException refused(
        int status, String code, String problem, @Nullable JsonLocation given) {
      JsonLocation at = given == null ? parser.currentLocation() : given;
      String place = "line " + at.getLineNr() + ", column " + at.getColumnNr();
      String path = path();
      String byteOffset = at.getByteOffset() < 0 ? "" : " (byte " + at.getByteOffset() + ")";
      return new RefusedRequestException(
          new ErrorReport(
              status,
              code,
              problem + " At " + place + byteOffset + (path.isEmpty() ? "." : ", " + path + "."),
              path.isEmpty() ? null : path,
              place));
    }

    private String path() {
      StringBuilder path = new StringBuilder();
      appendPath(parser.getParsingContext(), path);
      if (resourceType != null) {
        path.insert(
            0, path.length() == 0 || path.charAt(0) == '[' ? resourceType : resourceType + ".");
      }
      return path.toString();
    }

    private void appendPath(JsonStreamContext context, StringBuilder path) {
      if (context.getParent() != null) {
        appendPath(context.getParent(), path);
      }
      if (context.inObject() && context.getCurrentName() != null) {
        path.append(path.length() == 0 ? "" : ".").append(context.getCurrentName());
      } else if (context.inArray()) {
        path.append('[').append(Math.max(0, context.getCurrentIndex())).append(']');
      }
    }
  }

  private static @Nullable String resourceType(String value) {
    boolean plausible =
        !value.isEmpty() && value.length() <= 64 && value.chars().allMatch(JsonPrescan::isLetter);
    return plausible ? value : null;
  }

  private static boolean isLetter(int c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static String syntax(JsonParseException malformed) {
    String message = malformed.getOriginalMessage();
    if (message.startsWith("Duplicate field")) {
      return "A member stands twice in one object.";
    }
    return "The JSON is not well-formed: "
        + QUOTED_CONTENT.matcher(message.lines().findFirst().orElse("")).replaceAll("")
        + ".";
  }

  private static String constraint(StreamConstraintsException tooMuch) {
    String message = tooMuch.getOriginalMessage();
    if (message.startsWith("Number")) {
      return "A number is longer than andiron.limits.number-length allows.";
    }
    return message.startsWith("Name")
        ? "An element name is longer than " + NAME_LENGTH + " characters."
        : "The JSON exceeds a limit.";
  }
}
