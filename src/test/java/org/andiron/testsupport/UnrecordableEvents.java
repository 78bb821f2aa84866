package org.andiron.testsupport;

import java.util.UUID;
import org.springframework.jdbc.core.JdbcOperations;

/** Until it is closed the audit log takes no record in which a text stands. */
public final class UnrecordableEvents implements AutoCloseable {

  private final JdbcOperations jdbc;
  private final String name = "unrecordable_" + UUID.randomUUID().toString().replace('-', '_');

  /**
   * @param text without quotes
   */
  public UnrecordableEvents(JdbcOperations jdbc, String text) {
    this.jdbc = jdbc;
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

  @Override
  public void close() {
    asOwner("drop function andiron." + name + " cascade;");
  }
}
