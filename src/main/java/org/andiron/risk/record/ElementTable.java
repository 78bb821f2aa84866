package org.andiron.risk.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.PrimitiveType;

/**
 * Which elements of an object are read, and how; all others are skipped. Whatever is not as FHIR's
 * JSON has it fails, so that it is read as a whole instead.
 *
 * @param <T> what the object becomes
 */
final class ElementTable<T> {

  /** Reads one value, at whose first token the parser is, and leaves it at the last. */
  @FunctionalInterface
  interface ElementReader<T> {
    void read(JsonParser json, T target) throws IOException;
  }

  private final Supplier<T> made;
  private final Map<String, ElementReader<T>> readers = new HashMap<>();
  private boolean complete;

  ElementTable(Supplier<T> made) {
    this.made = made;
  }

  /** A primitive, from its text as it is. */
  ElementTable<T> primitive(String name, Function<T, ? extends PrimitiveType<?>> element) {
    return with(name, (json, target) -> element.apply(target).setValueAsString(text(json)));
  }

  /** A primitive of which there are several types, from its text as it is. */
  <E extends PrimitiveType<?>> ElementTable<T> value(
      String name, Supplier<E> type, BiConsumer<T, ? super E> set) {
    return with(
        name,
        (json, target) -> {
          E value = type.get();
          value.setValueAsString(text(json));
          set.accept(target, value);
        });
  }

  /** An object that there is once. */
  <E> ElementTable<T> object(String name, ElementTable<E> of, BiConsumer<T, ? super E> set) {
    return with(name, (json, target) -> set.accept(target, of.read(json)));
  }

  /** Objects that there may be several times. */
  <E> ElementTable<T> objects(String name, ElementTable<E> of, Function<T, List<E>> list) {
    return with(
        name,
        (json, target) -> {
          require(json.currentToken() == JsonToken.START_ARRAY);
          while (json.nextToken() != JsonToken.END_ARRAY) {
            list.apply(target).add(of.read(json));
          }
        });
  }

  /** Makes that whatever else there is fails, instead of being skipped. */
  ElementTable<T> complete() {
    complete = true;
    return this;
  }

  ElementTable<T> with(String name, ElementReader<T> reader) {
    readers.put(name, reader);
    return this;
  }

  /** Reads an object at whose beginning the parser is. */
  T read(JsonParser json) throws IOException {
    T target = made.get();
    read(json, target);
    return target;
  }

  private void read(JsonParser json, T target) throws IOException {
    require(json.currentToken() == JsonToken.START_OBJECT);
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      ElementReader<T> reader = readers.get(name);
      json.nextToken();
      if (reader == null) {
        require(!complete);
        json.skipChildren();
      } else {
        reader.read(json, target);
      }
    }
    require(json.currentToken() == JsonToken.END_OBJECT);
  }

  static String text(JsonParser json) throws IOException {
    require(json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL);
    return json.getText();
  }

  static void require(boolean holds) throws UnusualResourceException {
    if (!holds) {
      throw new UnusualResourceException();
    }
  }
}
