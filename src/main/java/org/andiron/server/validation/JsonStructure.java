package org.andiron.server.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.andiron.server.validation.ElementType.AnyResource;
import org.andiron.server.validation.ElementType.Child;
import org.andiron.server.validation.ElementType.Composite;
import org.andiron.server.validation.ElementType.Primitive;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a JSON body has the form of a resource: <a
 * href="https://hl7.org/fhir/R4/json.html">JSON representation</a>. Streams, so that a good body
 * costs little next to its storing.
 */
final class JsonStructure {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final FhirModel model;

  JsonStructure(FhirModel model) {
    this.model = model;
  }

  /**
   * Checks a whole body.
   *
   * @param maximum the most problems to report
   */
  StructureReport check(byte[] body, int maximum) {
    Findings findings = new Findings(model, maximum);
    findings.enter("Resource");
    try (JsonParser parser = FACTORY.createParser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        new Walk(findings).resource(parser, ResourcePosition.ROOT);
      } else {
        findings.structure("The body must be one JSON object, a resource.");
      }
    } catch (JsonProcessingException malformed) {
      findings.structure("The JSON is not well-formed.");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return findings.report();
  }

  /** One pass over one body. */
  private static final class Walk {

    private final Findings findings;

    Walk(Findings findings) {
      this.findings = findings;
    }

    /** Reads a resource from its opening brace to its closing one. */
    void resource(JsonParser parser, ResourcePosition position) throws IOException {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.FIELD_NAME && parser.currentName().equals("resourceType")) {
        token = parser.nextToken();
        String type = token == JsonToken.VALUE_STRING ? parser.getText() : null;
        parser.skipChildren();
        resource(parser, type, position);
        return;
      }
      // The type stands further down: keep what comes before it.
      try (TokenBuffer buffer = new TokenBuffer(parser)) {
        String type = null;
        for (; token == JsonToken.FIELD_NAME; token = parser.nextToken()) {
          if (!parser.currentName().equals("resourceType")) {
            buffer.copyCurrentStructure(parser);
          } else if (parser.nextToken() == JsonToken.VALUE_STRING) {
            type = parser.getText();
          } else {
            parser.skipChildren();
          }
        }
        buffer.writeEndObject();
        resource(buffer.asParser(parser), type, position);
      }
    }

    private void resource(JsonParser parser, @Nullable String name, ResourcePosition position)
        throws IOException {
      Composite type = findings.resourceType(name, "resourceType");
      if (type == null) {
        skipRest(parser);
        return;
      }
      if (position == ResourcePosition.ROOT) {
        findings.root(type);
      }
      if (position == ResourcePosition.CONTAINED) {
        boolean named = members(parser, type, Set.of(), position);
        if (!named) {
          findings.required("A contained resource has an id, by which references know it.");
        }
      } else {
        Findings.Scope outer = findings.beginScope();
        members(parser, type, Set.of(), position);
        findings.endScope(outer);
      }
    }

    /** Reads the members up to the closing brace; the result says whether there is an id. */
    private boolean members(
        JsonParser parser, Composite type, Set<String> targets, @Nullable ResourcePosition position)
        throws IOException {
      Map<String, Child> children = type.children();
      Members seen = new Members();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        seen.count++;
        if (findings.isFull()) {
          parser.skipChildren();
          continue;
        }
        boolean companion = name.startsWith("_");
        Child child = children.get(companion ? name.substring(1) : name);
        if (child == null || (companion && !(child.type() instanceof Primitive))) {
          if (!(type.isResource() && name.equals("resourceType"))) {
            findings.unknown(name, type);
          }
          parser.skipChildren();
          continue;
        }
        if (token == JsonToken.VALUE_STRING) {
          seen.id |= name.equals("id");
          seen.url |= name.equals("url");
          note(parser, type, name, targets, position);
        }
        int mark = findings.enter(child.step());
        if (child.choice() && !seen.chosen(child, companion ? name.substring(1) : name)) {
          findings.structure("Only one of the types of '" + child.element() + "[x]' may stand.");
        }
        if (companion) {
          companions(parser, token, child, seen);
        } else {
          values(parser, token, child, seen);
        }
        findings.leave(mark);
      }
      if (seen.count == 0 && !type.isResource()) {
        findings.structure("An object must not be empty.");
      }
      if (type.isExtension() && !seen.url) {
        findings.required("An extension has a url, which says what it means.");
      }
      seen.reportLostNulls(findings);
      return seen.id;
    }

    /** Remembers what other places of the body depend on. */
    private void note(
        JsonParser parser,
        Composite type,
        String name,
        Set<String> targets,
        @Nullable ResourcePosition position)
        throws IOException {
      if (position == ResourcePosition.ROOT && name.equals("id")) {
        findings.rootId(parser.getText());
      } else if (position == ResourcePosition.CONTAINED && name.equals("id")) {
        findings.contained(parser.getText());
      } else if (type.isReference() && name.equals("reference")) {
        int mark = findings.enter(name);
        findings.reference(parser.getText(), targets);
        findings.leave(mark);
      }
    }

    private void values(JsonParser parser, JsonToken token, Child child, Members seen)
        throws IOException {
      if (token != JsonToken.START_ARRAY) {
        if (child.repeats()) {
          findings.structure("This element may repeat, so an array is due, also for one value.");
          parser.skipChildren();
        } else if (token == JsonToken.VALUE_NULL) {
          findings.structure("A null has no meaning here. Leave the element out.");
        } else {
          value(parser, token, child);
        }
        return;
      }
      if (!child.repeats()) {
        findings.structure("This element stands at most once: a value is due, not an array.");
        parser.skipChildren();
        return;
      }
      int index = 0;
      for (JsonToken item = parser.nextToken();
          item != JsonToken.END_ARRAY;
          item = parser.nextToken()) {
        int mark = findings.enter(index);
        if (item != JsonToken.VALUE_NULL) {
          value(parser, item, child);
        } else if (child.type() instanceof Primitive) {
          seen.nulls(child).set(index);
        } else {
          findings.structure("A null has no meaning here. Leave it out.");
        }
        findings.leave(mark);
        index++;
      }
      if (index == 0) {
        findings.structure("An array must not be empty. Leave the element out.");
      }
    }

    private void value(JsonParser parser, JsonToken token, Child child) throws IOException {
      if (child.type() instanceof Primitive primitive) {
        String due = dueLiteral(primitive);
        if (!isLiteral(token, due)) {
          findings.structure("A JSON " + due + " is due here, not " + describe(token) + ".");
          parser.skipChildren();
        } else {
          findings.value(primitive, parser.getText());
        }
      } else if (token != JsonToken.START_OBJECT) {
        findings.structure("A JSON object is due here, not " + describe(token) + ".");
        parser.skipChildren();
      } else if (child.type() instanceof Composite composite) {
        members(parser, composite, child.targets(), null);
      } else if (child.type() instanceof AnyResource resource) {
        resource(
            parser, resource.contained() ? ResourcePosition.CONTAINED : ResourcePosition.INLINE);
      }
    }

    /** The objects under {@code _name}, which hold ids and extensions of primitive values. */
    private void companions(JsonParser parser, JsonToken token, Child child, Members seen)
        throws IOException {
      if (token == JsonToken.START_OBJECT && !child.repeats()) {
        companion(parser);
        return;
      }
      if (token != JsonToken.START_ARRAY || !child.repeats()) {
        findings.structure(
            child.repeats()
                ? "This element may repeat, so an array of objects is due."
                : "A JSON object with id or extension is due here, not " + describe(token) + ".");
        parser.skipChildren();
        return;
      }
      int index = 0;
      for (JsonToken item = parser.nextToken();
          item != JsonToken.END_ARRAY;
          item = parser.nextToken()) {
        int mark = findings.enter(index);
        if (item == JsonToken.START_OBJECT) {
          seen.companions(child).set(index);
          companion(parser);
        } else if (item != JsonToken.VALUE_NULL) {
          findings.structure("A JSON object or null is due here, not " + describe(item) + ".");
          parser.skipChildren();
        }
        findings.leave(mark);
        index++;
      }
      if (index == 0) {
        findings.structure("An array must not be empty. Leave the element out.");
      }
    }

    private void companion(JsonParser parser) throws IOException {
      members(parser, findings.primitiveCompanion(), Set.of(), null);
    }

    private static String dueLiteral(Primitive type) {
      return switch (type.datatype()) {
        case "boolean" -> "boolean";
        case "integer", "unsignedInt", "positiveInt", "decimal" -> "number";
        default -> "string";
      };
    }

    private static boolean isLiteral(JsonToken token, String due) {
      return switch (token) {
        case VALUE_TRUE, VALUE_FALSE -> due.equals("boolean");
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> due.equals("number");
        case VALUE_STRING -> due.equals("string");
        default -> false;
      };
    }

    private static String describe(JsonToken token) {
      return switch (token) {
        case START_OBJECT -> "an object";
        case START_ARRAY -> "an array";
        case VALUE_TRUE, VALUE_FALSE -> "a boolean";
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
        case VALUE_NULL -> "a null";
        default -> "a string";
      };
    }

    private static void skipRest(JsonParser parser) throws IOException {
      for (JsonToken token = parser.nextToken();
          token != null && token != JsonToken.END_OBJECT;
          token = parser.nextToken()) {
        parser.skipChildren();
      }
    }
  }

  /** What one object has shown so far. */
  private static final class Members {

    private int count;
    private boolean id;
    private boolean url;
    private @Nullable Map<String, String> choices;
    private @Nullable Map<String, BitSet> nulls;
    private @Nullable Map<String, BitSet> companions;

    /** Whether the choice is still open or was made for this name. */
    boolean chosen(Child child, String name) {
      if (choices == null) {
        choices = new HashMap<>();
      }
      String before = choices.putIfAbsent(child.element(), name);
      return before == null || before.equals(name);
    }

    BitSet nulls(Child child) {
      if (nulls == null) {
        nulls = new HashMap<>();
      }
      return nulls.computeIfAbsent(child.step(), it -> new BitSet());
    }

    BitSet companions(Child child) {
      if (companions == null) {
        companions = new HashMap<>();
      }
      return companions.computeIfAbsent(child.step(), it -> new BitSet());
    }

    /** A null stands for a value that has only an id or extensions: without them it is nothing. */
    void reportLostNulls(Findings findings) {
      if (nulls == null) {
        return;
      }
      nulls.forEach(
          (step, places) -> {
            BitSet kept = companions == null ? null : companions.get(step);
            if (kept != null) {
              places.andNot(kept);
            }
            int list = findings.enter(step);
            places.stream()
                .forEach(
                    index -> {
                      int item = findings.enter(index);
                      findings.structure(
                          "A null must have its counterpart in the array with the underscore.");
                      findings.leave(item);
                    });
            findings.leave(list);
          });
    }
  }
}
