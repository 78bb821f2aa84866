package org.andiron.testsupport;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.FhirUser;
import org.andiron.security.account.NewAccount;

/** Somebody with an account of their own, who signs in on the pages. */
public record Person(String username, String displayName, String password) {

  /** A nurse with an account that no other test has. */
  public static Person nurse(Accounts accounts) {
    return create(accounts, "Nina Berg", "Practitioner/test-nurse", "nurse");
  }

  /** Makes an account with a name that no other test has. */
  public static Person create(
      Accounts accounts, String displayName, String fhirUser, String... roles) {
    Person person = new Person("p-" + UUID.randomUUID(), displayName, "four small blue herons");
    accounts.create(
        new NewAccount(
            person.username(),
            new NewAccount.Details(
                displayName,
                Optional.empty(),
                Set.of(roles),
                Optional.of(FhirUser.parse(fhirUser)),
                true),
            Optional.of(person.password()),
            false),
        "test");
    return person;
  }
}
