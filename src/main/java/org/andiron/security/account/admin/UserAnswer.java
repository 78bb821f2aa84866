package org.andiron.security.account.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.andiron.security.account.Account;
import org.andiron.security.account.FhirUser;

/** Users as JSON. */
final class UserAnswer {

  private UserAnswer() {}

  static ObjectNode of(Account account) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", account.id().toString());
    json.put("username", account.username());
    json.put("displayName", account.displayName());
    account.externalId().ifPresent(it -> json.put("externalId", it));
    account.roles().stream().sorted().forEach(json.putArray("roles")::add);
    account.fhirUser().map(FhirUser::reference).ifPresent(it -> json.put("fhirUser", it));
    json.put("active", account.active());
    json.put("hasPassword", account.hasPassword());
    json.put("mustChangePassword", account.mustChangePassword());
    json.put("created", account.created().toString());
    json.put("changed", account.changed().toString());
    return json;
  }

  static ObjectNode of(Account account, boolean secondFactor, Optional<Instant> blockedUntil) {
    ObjectNode json = of(account);
    json.put("secondFactor", secondFactor);
    blockedUntil.ifPresent(it -> json.put("blockedUntil", it.toString()));
    return json;
  }

  static ObjectNode of(List<Account> page, long total) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("total", total);
    page.forEach(account -> json.withArray("users").add(of(account)));
    return json;
  }
}
