package org.andiron.security.account.first;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.andiron.security.account.Account;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.AccountsFixture;
import org.andiron.security.account.KnownRoles;
import org.andiron.security.account.password.PasswordProperties;
import org.andiron.security.account.password.PasswordRules;
import org.andiron.startup.StartupRefusedException;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionOperations;

/** Works on an empty table in a transaction that is rolled back: the accounts of others stay. */
class FirstAdministratorIT extends AndironIT {

  @Autowired private DataSource dataSource;

  private final List<String> console = new ArrayList<>();
  private AccountsFixture fixture;
  private Connection connection;
  private JdbcTemplate jdbc;
  private Accounts accounts;

  @BeforeEach
  void setUp() throws Exception {
    fixture = new AccountsFixture(dataSource);
    connection = dataSource.getConnection();
    connection.setAutoCommit(false);
    jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    jdbc.update("delete from andiron.account");
    accounts =
        new Accounts(
            jdbc,
            TransactionOperations.withoutTransaction(),
            fixture.hasher,
            new PasswordRules(new PasswordProperties(12, 7168, 1)),
            KnownRoles.BUILT_IN,
            fixture.events::add);
  }

  @AfterEach
  void rollBack() throws Exception {
    connection.rollback();
    connection.setAutoCommit(true);
    connection.close();
  }

  private FirstAdministrator first() {
    return new FirstAdministrator(accounts, console::addAll);
  }

  private boolean opens(Account account, String password) {
    return fixture.hasher.matches(password, accounts.passwordHash(account));
  }

  @Test
  void withoutAPasswordOneIsMadeAndShownOnce() {
    first().ensure(null);
    Account admin = accounts.byUsername("admin").orElseThrow();
    assertThat(admin.roles()).containsExactly("administrator");
    assertThat(admin.mustChangePassword()).isTrue();
    String shown = console.get(2).replace("password", "").strip();
    assertThat(shown).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
    assertThat(opens(admin, shown)).isTrue();

    console.clear();
    first().ensure(null);
    assertThat(console).isEmpty();
    assertThat(accounts.count()).isEqualTo(1);
  }

  @Test
  void thePasswordOfTheOperatorIsTakenAndNotShown() {
    first().ensure("four small blue herons");
    Account admin = accounts.byUsername("admin").orElseThrow();
    assertThat(opens(admin, "four small blue herons")).isTrue();
    assertThat(admin.mustChangePassword()).isFalse();
    assertThat(console).isEmpty();
  }

  @Test
  void aWeakPasswordOfTheOperatorStopsTheStartWithoutShowingIt() {
    assertThatExceptionOfType(StartupRefusedException.class)
        .isThrownBy(() -> first().ensure("hospital2026"))
        .withMessageContaining("ANDIRON_ADMIN_PASSWORD")
        .withMessageNotContaining("hospital2026");
    assertThat(accounts.isEmpty()).isTrue();
  }

  @Test
  void whereAnybodyHadAnAccountNoneIsMade() {
    jdbc.update(
        "insert into andiron.account (username, display_name, deleted_at) values ('gone', '',"
            + " now())");
    first().ensure("four small blue herons");
    assertThat(accounts.byUsername("admin")).isEmpty();
  }
}
