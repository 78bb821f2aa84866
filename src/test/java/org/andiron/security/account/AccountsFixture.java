package org.andiron.security.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.security.account.password.PasswordHasher;
import org.andiron.security.account.password.PasswordProperties;
import org.andiron.security.account.password.PasswordRules;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Accounts on a database, as mode smart puts them together, with the events that they publish. */
public final class AccountsFixture {

  public static final String PASSWORD = "four small blue herons";

  public final JdbcTemplate jdbc;
  public final TransactionTemplate transactions;
  public final PasswordHasher hasher = new PasswordHasher(new PasswordProperties(12, 7168, 1));
  public final List<Object> events = new ArrayList<>();
  public final Accounts accounts;

  public AccountsFixture(DataSource dataSource) {
    jdbc = new JdbcTemplate(dataSource);
    transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    accounts =
        new Accounts(
            jdbc,
            transactions,
            hasher,
            new PasswordRules(new PasswordProperties(12, 7168, 1)),
            KnownRoles.BUILT_IN,
            events::add);
  }

  /** A name that no other test has. */
  public static String name() {
    return "u-" + UUID.randomUUID();
  }

  public static NewAccount.Details details(String... roles) {
    return new NewAccount.Details("", Optional.empty(), Set.of(roles), Optional.empty(), true);
  }

  /** An account with {@link #PASSWORD}. */
  public Account account(String... roles) {
    Account account =
        accounts.create(
            new NewAccount(name(), details(roles), Optional.of(PASSWORD), false), "test");
    events.clear();
    return account;
  }
}
