package org.andiron.audit.verification;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.andiron.audit.verification.Finding.Kind;

/** Compares archives with what the log from which they were taken tells of them. */
final class ArchiveCheck {

  private final Map<Path, ArchiveFile> archives = new LinkedHashMap<>();

  private ArchiveCheck() {}

  /**
   * Reads archives.
   *
   * @throws UnreadableLogException if one cannot be read or is none
   */
  static ArchiveCheck of(List<Path> files) {
    ArchiveCheck check = new ArchiveCheck();
    files.forEach(it -> check.archives.put(it, ArchiveFile.read(it)));
    return check;
  }

  /**
   * A report with what is wrong with the archives.
   *
   * @param removals of the log, which were compared with its leaves
   */
  VerificationReport addTo(VerificationReport report, List<Removal> removals) {
    List<Finding> findings = new ArrayList<>();
    long count = 0;
    for (Map.Entry<Path, ArchiveFile> it : archives.entrySet()) {
      ArchiveFile archive = it.getValue();
      findings.addAll(archive.findings());
      count += archive.findingCount();
      if (archive.findingCount() == 0 && !isTold(archive.header(), removals, report)) {
        count++;
        findings.add(
            new Finding(
                Kind.ARCHIVE,
                null,
                null,
                "in %s: the log does not tell that these records were removed"
                    .formatted(it.getKey())));
      }
    }
    return report.and(findings, count);
  }

  private static boolean isTold(
      ArchiveHeader header, List<Removal> removals, VerificationReport report) {
    return report.head().filter(it -> it.head().logId().equals(header.logId())).isPresent()
        && removals.stream().anyMatch(header::isOf);
  }
}
