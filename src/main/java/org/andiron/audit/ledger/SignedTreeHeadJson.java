package org.andiron.audit.ledger;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signed head as one line of JSON, in which it is anchored, dumped and handed to others:
 *
 * <pre>{@code
 * {"log":"01890a5d-ac96-774b-bcce-b302099a8057","size":42,"time":"2026-11-29T14:00:00.125Z",
 *  "root":"(64 hexadecimal digits)","watermark":"7311","nextXact":"7312",
 *  "key":"(64 hexadecimal digits)","signature":"(base64)"}
 * }</pre>
 *
 * <p>It has these members and no others, in any order, and is one line without the breaks shown
 * here. A head of version 1 has neither {@code watermark} nor {@code nextXact}.
 */
public final class SignedTreeHeadJson {

  private static final Pattern OBJECT = Pattern.compile("\\s*\\{(.*)}\\s*", Pattern.DOTALL);
  private static final Pattern MEMBER =
      Pattern.compile(
          "\\G\\s*\"([a-zA-Z]+)\"\\s*:\\s*(?:\"([^\"\\\\\\p{Cntrl}]*)\"|(0|[1-9][0-9]*))\\s*(,|$)");
  private static final int MEMBERS = 6;
  private static final String WATERMARK = "watermark";
  private static final String NEXT_XACT = "nextXact";

  private SignedTreeHeadJson() {}

  /** The head as JSON, without a line feed. */
  public static String encode(SignedTreeHead signed) {
    TreeHead head = signed.head();
    TransactionBounds bounds = head.bounds();
    return "{\"log\":\"%s\",\"size\":%d,\"time\":\"%s\",\"root\":\"%s\",%s\"key\":\"%s\",\"signature\":\"%s\"}"
        .formatted(
            head.logId(),
            head.size(),
            head.time(),
            head.root(),
            bounds == null
                ? ""
                : "\"%s\":\"%s\",\"%s\":\"%s\","
                    .formatted(
                        WATERMARK,
                        Long.toUnsignedString(bounds.watermark()),
                        NEXT_XACT,
                        Long.toUnsignedString(bounds.nextXact())),
            signed.keyId(),
            Base64.getEncoder().encodeToString(signed.signature()));
  }

  /**
   * Reads what {@link #encode} wrote. The signature is not looked at.
   *
   * @throws IllegalArgumentException if it is no such head; the message does not repeat the text
   */
  public static SignedTreeHead decode(String json) {
    Map<String, String> members = members(json);
    try {
      return new SignedTreeHead(
          new TreeHead(
              UUID.fromString(member(members, "log")),
              Long.parseLong(member(members, "size")),
              hash(member(members, "root")),
              Instant.parse(member(members, "time")),
              members.size() == MEMBERS ? null : bounds(members)),
          hash(member(members, "key")),
          Base64.getDecoder().decode(member(members, "signature")));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("the time of the head is none", e);
    }
  }

  private static TransactionBounds bounds(Map<String, String> members) {
    return new TransactionBounds(
        Long.parseUnsignedLong(member(members, WATERMARK)),
        Long.parseUnsignedLong(member(members, NEXT_XACT)));
  }

  private static Map<String, String> members(String json) {
    Map<String, String> members = new HashMap<>();
    Matcher object = OBJECT.matcher(json);
    if (!object.matches()) {
      throw new IllegalArgumentException("a signed head is a JSON object");
    }
    Matcher member = MEMBER.matcher(object.group(1));
    boolean more = true;
    while (more) {
      if (!member.find()) {
        throw new IllegalArgumentException("not the JSON of a signed head");
      }
      String text = member.group(2);
      boolean number = text == null;
      String name = member.group(1);
      if (number != "size".equals(name)
          || members.put(name, number ? member.group(3) : text) != null) {
        throw new IllegalArgumentException("not the JSON of a signed head");
      }
      more = !member.group(4).isEmpty();
    }
    if ((members.size() != MEMBERS && members.size() != MEMBERS + 2) || !member.hitEnd()) {
      throw new IllegalArgumentException("a signed head has six members or eight");
    }
    return members;
  }

  private static String member(Map<String, String> members, String name) {
    String value = members.get(name);
    if (value == null) {
      throw new IllegalArgumentException("a signed head has a member " + name);
    }
    return value;
  }

  private static Hash hash(String hexadecimal) {
    return Hash.of(HexFormat.of().parseHex(hexadecimal));
  }
}
