package org.andiron.load;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the entries of a Bundle are called, for reports about some of them. */
final class EntryNames {

  private EntryNames() {}

  /** How one entry is called. */
  record Name(@Nullable String fullUrl, @Nullable String type) {}

  /** Names of the entries wanted, by index from 0; those that are not there are left out. */
  static Map<Integer, Name> read(InputStream bundle, Set<Integer> wanted) throws IOException {
    Map<Integer, Name> names = new HashMap<>();
    try (JsonParser parser = ResourceInspector.JSON.createParser(bundle)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean entries = parser.currentName().equals("entry");
        if (parser.nextToken() != JsonToken.START_ARRAY || !entries) {
          parser.skipChildren();
          continue;
        }
        for (int index = 0; parser.nextToken() == JsonToken.START_OBJECT; index++) {
          Name name = name(parser);
          if (wanted.contains(index)) {
            names.put(index, name);
          }
        }
      }
    }
    return names;
  }

  private static Name name(JsonParser parser) throws IOException {
    @Nullable String fullUrl = null;
    @Nullable String type = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("fullUrl")) {
        fullUrl = parser.getValueAsString();
      } else if (field.equals("resource") && value == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean wanted = parser.currentName().equals("resourceType");
          parser.nextToken();
          if (wanted) {
            type = parser.getValueAsString();
          } else {
            parser.skipChildren();
          }
        }
      } else {
        parser.skipChildren();
      }
    }
    return new Name(fullUrl, type);
  }
}
