package org.andiron.server.validation;

import java.io.StringReader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.andiron.server.validation.ElementType.Primitive;
import org.andiron.startup.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * Whether a text is a value of a datatype: <a
 * href="https://hl7.org/fhir/R4/datatypes.html#primitive">primitive types</a>.
 */
final class PrimitiveRules {

  private static final Pattern INTEGER = Pattern.compile("-?(?:0|[1-9][0-9]{0,9})");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?([0-9]++))?");
  private static final Pattern DATE = Pattern.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?");
  private static final Pattern TIME_OF_DAY =
      Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]{1,64})?");
  private static final Pattern ZONE =
      Pattern.compile("Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final Pattern OID = Pattern.compile("urn:oid:[0-2](?:\\.(?:0|[1-9][0-9]*+))++");
  private static final Pattern UUID =
      Pattern.compile(
          "urn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

  private static final Pattern HTML_ENTITY =
      Pattern.compile("&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};");

  /** Digits of a number in full: beyond it a sum or an index row would take gigabytes. */
  private static final int LARGEST_EXPONENT = 1000;

  private static final int LONGEST_LIST = 40;

  private PrimitiveRules() {}

  /** What is wrong with the text, or nothing. */
  static @Nullable Complaint check(Primitive type, String text) {
    if (text.isEmpty()) {
      return new Complaint(
          "value", "A value must not be empty. Leave the element out if there is none.");
    }
    if (!type.codes().isEmpty()) {
      return type.codes().contains(text) ? null : notACode(type.codes(), text);
    }
    String problem = problem(type.datatype(), text);
    return problem == null ? null : new Complaint("value", problem);
  }

  private static @Nullable String problem(String datatype, String text) {
    return switch (datatype) {
      case "boolean" ->
          text.equals("true") || text.equals("false") ? null : "A boolean is true or false.";
      case "integer" -> integer(text, Integer.MIN_VALUE);
      case "unsignedInt" -> integer(text, 0);
      case "positiveInt" -> integer(text, 1);
      case "decimal" -> decimal(text);
      case "date" -> isDate(text) ? null : "A date is YYYY, YYYY-MM or YYYY-MM-DD, of a real day.";
      case "dateTime" ->
          isDate(text) || isInstant(text)
              ? null
              : "A dateTime is YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with a time zone"
                  + " (Z or +hh:mm), of a real day.";
      case "instant" ->
          isInstant(text)
              ? null
              : "An instant is YYYY-MM-DDThh:mm:ss with a time zone (Z or +hh:mm), of a real day.";
      case "time" ->
          TIME_OF_DAY.matcher(text).matches() ? null : "A time is hh:mm:ss, without a time zone.";
      case "code" ->
          isCode(text) ? null : "A code has no blanks at its ends and single ones inside.";
      case "id" ->
          ID.matcher(text).matches() ? null : "An id has 1 to 64 letters, digits, '-' and '.'.";
      case "oid" -> OID.matcher(text).matches() ? null : "An oid begins with urn:oid:.";
      case "uuid" -> UUID.matcher(text).matches() ? null : "A uuid begins with urn:uuid:.";
      case "uri", "url", "canonical" ->
          hasBlank(text) ? "A " + datatype + " has no blanks and no control characters." : null;
      case "base64Binary" -> isBase64(text) ? null : "This is not base64.";
      case "xhtml" -> xhtml(text);
      default ->
          hasControl(text)
              ? "A text has no control characters but tab, line feed and carriage return."
              : null;
    };
  }

  private static Complaint notACode(List<String> codes, String text) {
    String nearest = Spelling.nearest(text, codes);
    StringBuilder allowed = new StringBuilder("This is not one of the codes that FHIR allows here");
    if (nearest != null) {
      allowed.append(". The nearest is '").append(nearest).append("'");
    } else if (codes.size() <= LONGEST_LIST) {
      allowed.append(": ").append(String.join(", ", codes));
    }
    return new Complaint("code-invalid", allowed.append('.').toString());
  }

  private static @Nullable String integer(String text, int least) {
    if (INTEGER.matcher(text).matches()) {
      long value = Long.parseLong(text);
      if (value >= least && value <= Integer.MAX_VALUE) {
        return null;
      }
    }
    return "This must be a whole number from " + least + " to " + Integer.MAX_VALUE + ".";
  }

  private static @Nullable String decimal(String text) {
    var matcher = DECIMAL.matcher(text);
    if (!matcher.matches()) {
      return "This must be a decimal number.";
    }
    String exponent = matcher.group(1);
    boolean absurd =
        text.length() > LARGEST_EXPONENT
            || (exponent != null && significantDigits(exponent) > 4)
            || (exponent != null && Integer.parseInt(exponent) > LARGEST_EXPONENT);
    return absurd ? "This number has more than " + LARGEST_EXPONENT + " digits." : null;
  }

  private static int significantDigits(String digits) {
    int zeros = 0;
    while (zeros < digits.length() && digits.charAt(zeros) == '0') {
      zeros++;
    }
    return digits.length() - zeros;
  }

  private static boolean isDate(String text) {
    if (text.length() > 10) {
      return false;
    }
    var matcher = DATE.matcher(text);
    if (!matcher.matches() || matcher.group(1).equals("0000")) {
      return false;
    }
    try {
      LocalDate.of(
          Integer.parseInt(matcher.group(1)),
          matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2)),
          matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3)));
      return true;
    } catch (DateTimeException noSuchDay) {
      return false;
    }
  }

  private static boolean isInstant(String text) {
    if (text.length() < 20 || text.charAt(10) != 'T' || !isDate(text.substring(0, 10))) {
      return false;
    }
    int zone = text.endsWith("Z") ? text.length() - 1 : text.length() - 6;
    return zone > 11
        && TIME_OF_DAY.matcher(text.substring(11, zone)).matches()
        && ZONE.matcher(text.substring(zone)).matches();
  }

  private static boolean isCode(String text) {
    boolean blankBefore = true;
    for (int i = 0; i < text.length(); i++) {
      boolean blank = Character.isWhitespace(text.charAt(i));
      if (blank && (blankBefore || i == text.length() - 1)) {
        return false;
      }
      blankBefore = blank;
    }
    return !hasControl(text);
  }

  private static boolean hasBlank(String text) {
    return text.chars().anyMatch(c -> c <= ' ' || Character.isWhitespace(c));
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
        return true;
      }
    }
    return false;
  }

  private static boolean isBase64(String text) {
    int digits = 0;
    int padding = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '=') {
        padding++;
      } else if ((c >= 'A' && c <= 'Z')
          || (c >= 'a' && c <= 'z')
          || (c >= '0' && c <= '9')
          || c == '+'
          || c == '/') {
        if (padding > 0) {
          return false;
        }
        digits++;
      } else if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return false;
      }
    }
    return padding <= 2 && (digits + padding) % 4 == 0;
  }

  /** Well-formed XML with a div at its root; the names of HTML's characters may stand in it. */
  private static @Nullable String xhtml(String text) {
    String plain = HTML_ENTITY.matcher(text).replaceAll(" ");
    try {
      XMLStreamReader reader = XmlStructure.newReader(new StringReader(plain));
      try {
        reader.nextTag();
        if (reader.getLocalName().equals("div")) {
          while (reader.hasNext()) {
            reader.next();
          }
          return null;
        }
      } finally {
        reader.close();
      }
    } catch (XMLStreamException malformed) {
      return "A narrative is one well-formed XHTML div element.";
    }
    return "A narrative is one XHTML div element.";
  }

  /**
   * @param code an issue type
   * @param diagnostics one sentence or two
   */
  record Complaint(String code, String diagnostics) {}
}
