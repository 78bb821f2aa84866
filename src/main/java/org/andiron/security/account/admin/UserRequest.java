package org.andiron.security.account.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.security.account.AccountException;
import org.andiron.security.account.AccountException.Reason;
import org.andiron.security.account.FhirUser;
import org.andiron.security.account.NewAccount;

/**
 * The JSON of a request about a user. A member that is not known is refused, as it would be ignored
 * without a word.
 */
final class UserRequest {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Set<String> DETAILS =
      Set.of("displayName", "externalId", "roles", "fhirUser", "active");

  private final JsonNode json;

  private UserRequest(JsonNode json) {
    this.json = json;
  }

  static UserRequest ofNewUser(byte[] body) {
    Set<String> known = new TreeSet<>(DETAILS);
    known.addAll(Set.of("username", "password", "mustChangePassword"));
    return read(body, known);
  }

  static UserRequest ofChange(byte[] body) {
    return read(body, DETAILS);
  }

  static UserRequest ofPassword(byte[] body) {
    return read(body, Set.of("password", "mustChangePassword"));
  }

  private static UserRequest read(byte[] body, Set<String> known) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw invalid("The body is not valid JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw invalid("The body cannot be read.");
    }
    if (!json.isObject()) {
      throw invalid("The body must be a JSON object.");
    }
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw invalid(
            "There is no member " + name + " here; there are " + new TreeSet<>(known) + ".");
      }
    }
    return new UserRequest(json);
  }

  NewAccount newAccount() {
    return new NewAccount(
        text("username").orElse(""),
        change(new NewAccount.Details("", Optional.empty(), Set.of(), Optional.empty(), true)),
        text("password"),
        flag("mustChangePassword", false));
  }

  /** What is said in place of what was; null removes, as in a JSON merge patch. */
  NewAccount.Details change(NewAccount.Details before) {
    return new NewAccount.Details(
        json.has("displayName") ? text("displayName").orElse("") : before.displayName(),
        json.has("externalId") ? text("externalId") : before.externalId(),
        json.has("roles") ? roles() : before.roles(),
        json.has("fhirUser") ? text("fhirUser").map(FhirUser::parse) : before.fhirUser(),
        flag("active", before.active()));
  }

  /** What is said in place of all that was; whether they may sign in stays if it is not said. */
  NewAccount.Details replace(NewAccount.Details before) {
    return change(
        new NewAccount.Details("", Optional.empty(), Set.of(), Optional.empty(), before.active()));
  }

  String password() {
    return text("password").orElseThrow(() -> invalid("password is missing."));
  }

  boolean mustChangePassword() {
    return flag("mustChangePassword", false);
  }

  private Optional<String> text(String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw invalid(name + " must be a string.");
    }
    return Optional.of(value.asText());
  }

  private boolean flag(String name, boolean otherwise) {
    JsonNode value = json.path(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw invalid(name + " must be true or false.");
    }
    return value.asBoolean();
  }

  private Set<String> roles() {
    Set<String> roles = new TreeSet<>();
    if (!json.get("roles").isArray()) {
      throw invalid("roles must be a list of names.");
    }
    for (JsonNode role : json.get("roles")) {
      roles.add(role.asText());
    }
    return roles;
  }

  private static AccountException invalid(String message) {
    return new AccountException(Reason.INVALID, message);
  }
}
