package org.andiron.audit.verification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.andiron.audit.ledger.Hash;

/**
 * The first line of an archive, a JSON object that begins with the member {@code archive}: the
 * format, {@value #FORMAT}. Below it are leaves with their rows, by index, and {@code end}, as
 * {@link DumpFormat} has them.
 */
final class ArchiveFormat {

  static final String FORMAT = "andiron-audit-archive-v1";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ArchiveFormat() {}

  static String header(ArchiveHeader header) {
    ObjectNode line = JSON.createObjectNode();
    line.put("archive", FORMAT);
    line.put("log", header.logId().toString());
    line.put("first", header.first().toString());
    line.put("before", header.before().toString());
    line.put("leaves", header.leaves());
    line.put("digest", header.digest().toString());
    return line.toString();
  }

  /**
   * Reads the first line.
   *
   * @throws IOException or an unchecked exception if it is none of an archive
   */
  static ArchiveHeader header(String text) throws IOException {
    JsonNode line = JSON.readTree(text);
    if (!FORMAT.equals(line.path("archive").asText())) {
      throw new IOException("it is no archive of the audit log");
    }
    return new ArchiveHeader(
        UUID.fromString(line.path("log").asText()),
        Instant.parse(line.path("first").asText()),
        Instant.parse(line.path("before").asText()),
        line.path("leaves").asLong(),
        Hash.of(HexFormat.of().parseHex(line.path("digest").asText())));
  }
}
