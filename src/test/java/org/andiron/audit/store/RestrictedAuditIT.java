package org.andiron.audit.store;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.andiron.storage.RestrictedAccess;
import org.andiron.testsupport.AndironIT;
import org.andiron.visibility.Portion;
import org.andiron.visibility.Visibility;
import org.andiron.visibility.VisibilityOfRequest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The server's own log, within the transaction of a request for which not everything exists. */
class RestrictedAuditIT extends AndironIT {

  @Autowired private AuditLog log;
  @Autowired private RestrictedAccess access;
  @Autowired private DataSource dataSource;
  @Autowired private PlatformTransactionManager transactions;

  @Test
  void recordsWhatARestrictedTransactionDoesAndGivesItNoRight() {
    JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    SystemRequestDetails request = new SystemRequestDetails();
    VisibilityOfRequest.set(request, new Visibility(List.of(Portion.of(Set.of("Organization")))));
    access.prepare(request);
    Row row = AuditRows.row("restricted");
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status ->
                access.within(
                    request,
                    true,
                    () -> {
                      assertThat(role(jdbc)).startsWith("andiron_restricted");
                      log.append(List.of(row));
                      assertThat(role(jdbc)).startsWith("andiron_restricted");
                      return row;
                    }));
    assertThat(
            jdbc.queryForObject(
                "select content from andiron.audit_event where id = ?", String.class, row.id()))
        .isEqualTo(row.content());
  }

  private static String role(JdbcTemplate jdbc) {
    return String.valueOf(jdbc.queryForObject("select current_user", String.class));
  }
}
