package org.andiron.audit.retention;

import java.sql.SQLException;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.Map;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;

/** Records as a program would make them that is not ours. */
final class RecordOfTest {

  private RecordOfTest() {}

  static String archive(RetentionRole role, YearMonth month, long records, byte[] digest)
      throws SQLException {
    return RetentionRecord.of(
        AuditedEvent.of(EventKind.AUDIT_ARCHIVE, role.now(), role.node(), role.requester("a test"))
            .data(
                DataObject.named("audit log")
                    .detailed(
                        Map.of(
                            "month", month.toString(),
                            "records", Long.toString(records),
                            "digest", HexFormat.of().formatHex(digest))))
            .build());
  }
}
