package org.andiron.audit.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Who sends a syslog message, in the form in which RFC 5424 has it. What cannot be said is {@code
 * -}, as it has that too.
 *
 * @param host name of this machine
 * @param application name of this software
 * @param process its id
 * @param version of this software
 */
public record SyslogSource(String host, String application, String process, String version) {

  private static final int LONGEST_HOST = 255;
  private static final int LONGEST_APPLICATION = 48;
  private static final int LONGEST_PROCESS = 128;
  private static final int LONGEST_VERSION = 32;

  /** Brings all into the form. */
  public SyslogSource {
    host = printable(host, LONGEST_HOST);
    application = printable(application, LONGEST_APPLICATION);
    process = printable(process, LONGEST_PROCESS);
    version = version.substring(0, Math.min(LONGEST_VERSION, version.length()));
  }

  /** This server. */
  public static SyslogSource ofThisServer() {
    return new SyslogSource(
        hostName(),
        "andiron",
        Long.toString(ProcessHandle.current().pid()),
        Optional.ofNullable(SyslogSource.class.getPackage().getImplementationVersion())
            .orElse("development"));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  private static String printable(String text, int longest) {
    String kept = text.replaceAll("[^!-~]", "");
    return kept.isEmpty() ? "-" : kept.substring(0, Math.min(longest, kept.length()));
  }

  /** The structured data {@code origin}. */
  String origin() {
    return "[origin software=\"Andiron\" swVersion=\"%s\"]".formatted(escaped(version));
  }

  private static String escaped(String value) {
    return value.replaceAll("[\"\\\\\\]]", "\\\\$0");
  }
}
