package org.andiron.audit.verification;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.jspecify.annotations.Nullable;

/** Of which request an event of ours says that it tells: as an entity, or as a detail of one. */
final class RequestOfEvent {

  private static final String CODE = "XrequestId";
  private static final byte[] NAMED = utf8("\"" + CODE + "\"");
  private static final String ENTITY =
      "\"value\":\"%s\"}},\"type\":{\"system\":"
          + "\"https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType\",\"code\":";
  private static final String DETAIL = ",\"valueString\":\"%s\"";

  private RequestOfEvent() {}

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Whether a content that is written as ours are says so: fast.
   *
   * @param id of the request; null for none
   * @return false also where it takes a closer look
   */
  static boolean isPlainly(@Nullable String id, byte[] content) {
    int at = indexOf(content, NAMED);
    if (at < 0 || id == null) {
      return at < 0 && id == null;
    }
    if (id.indexOf('"') >= 0 || id.indexOf('\\') >= 0) {
      return false;
    }
    byte[] before = utf8(ENTITY.formatted(id));
    byte[] behind = utf8(DETAIL.formatted(id));
    return isAt(content, at - before.length, before) || isAt(content, at + NAMED.length, behind);
  }

  private static int indexOf(byte[] content, byte[] part) {
    for (int i = 0; i <= content.length - part.length; i++) {
      if (content[i + 1] == part[1] && isAt(content, i, part)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isAt(byte[] content, int at, byte[] part) {
    return at >= 0
        && at + part.length <= content.length
        && Arrays.equals(content, at, at + part.length, part, 0, part.length);
  }

  /** What an event says that was read. */
  static Optional<String> of(AuditEvent event) {
    return event.getEntity().stream().flatMap(RequestOfEvent::of).findFirst();
  }

  private static Stream<String> of(AuditEventEntityComponent entity) {
    return CODE.equals(entity.getType().getCode())
        ? Stream.ofNullable(entity.getWhat().getIdentifier().getValue())
        : entity.getDetail().stream()
            .filter(it -> CODE.equals(it.getType()) && it.hasValueStringType())
            .flatMap(it -> Stream.ofNullable(it.getValueStringType().getValue()));
  }
}
