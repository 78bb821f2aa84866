package org.andiron.security.scope;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.andiron.security.scope.GranularQuery.Parameter;

/**
 * Reads and writes the query of a scope. Messages say what is wrong with it, and not its values.
 */
final class QueryText {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");

  /** Others that begin with an underscore say how to answer, or are searches within a search. */
  private static final Set<String> OF_ALL_TYPES =
      Set.of("_id", "_lastUpdated", "_profile", "_security", "_source", "_tag");

  /** What has a meaning in a query or must not stand in a scope. */
  private static final String ENCODED = " \"%&+#\\";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private QueryText() {}

  static void requireName(String name) {
    if (!NAME.matcher(name).matches() && !OF_ALL_TYPES.contains(name)) {
      throw new IllegalArgumentException(
          "a search parameter of a scope must be a plain one, without modifier, chain or"
              + " underscore, or one of "
              + OF_ALL_TYPES.stream().sorted().toList());
    }
  }

  static void requireValue(String value) {
    if (value.isBlank()
        || value.codePoints().anyMatch(Character::isISOControl)
        || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException(
          "the value of a search parameter must be text without control characters, and not empty");
    }
  }

  static GranularQuery parse(String query) {
    List<Parameter> parameters = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("the query must consist of name=value, joined by &");
      }
      parameters.add(new Parameter(pair.substring(0, equals), decode(pair.substring(equals + 1))));
    }
    return new GranularQuery(parameters);
  }

  private static String decode(String encoded) {
    if (encoded.indexOf('+') >= 0 || encoded.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "write %2B, %20 or %23 in a query: '+' can be read in two ways, and '#' ends a query");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c != '%') {
        bytes.write(c);
      } else if (i + 2 < encoded.length()
          && HexFormat.isHexDigit(encoded.charAt(i + 1))
          && HexFormat.isHexDigit(encoded.charAt(i + 2))) {
        bytes.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
        i += 2;
      } else {
        throw new IllegalArgumentException("'%' must be followed by two hexadecimal digits");
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the query is not UTF-8", e);
    }
  }

  static String encode(String value) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      if (octet < 0x21 || octet == 0x7F || ENCODED.indexOf(octet) >= 0) {
        encoded.append('%').append(HEX.toHexDigits(octet));
      } else {
        encoded.append((char) octet);
      }
    }
    return encoded.toString();
  }
}
