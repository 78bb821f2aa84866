package org.andiron.testsupport;

import java.util.UUID;
import org.springframework.jdbc.core.JdbcOperations;

/** Has the audit log take no record in which a text stands, for a while. */
public final class UnrecordableEvents {

  private final JdbcOperations jdbc;
  private final String name = "unrecordable_" + UUID.randomUUID().toString().replace('-', '_');

  private UnrecordableEvents(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** What is done meanwhile. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /**
   * Does something while it is so.
   *
   * @param text without quotes
   */
  public static void during(JdbcOperations jdbc, String text, Work work) throws Exception {
    UnrecordableEvents events = new UnrecordableEvents(jdbc);
    events.begin(text);
    try {
      work.run();
    } finally {
      events.end();
    }
  }

  private void begin(String text) {
    asOwner(
        """
        create function andiron.%1$s() returns trigger language plpgsql as $f$
        begin
          if position('%2$s' in new.content) > 0 then
            raise exception 'not recorded by a test';
          end if;
          return new;
        end
        $f$;
        create trigger %1$s before insert on andiron.audit_event
          for each row execute function andiron.%1$s();
        """
            .formatted(name, text));
  }

  private void asOwner(String statements) {
    jdbc.execute(
        "do $d$ begin perform andiron.begin_audit_change(); "
            + statements
            + " perform andiron.end_audit_change(); end $d$");
  }

  private void end() {
    asOwner("drop function andiron." + name + " cascade;");
  }
}
