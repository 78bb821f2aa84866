package org.andiron.security.account.scim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import de.captaingoldfish.scim.sdk.common.etag.ETag;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.resources.complex.Meta;
import de.captaingoldfish.scim.sdk.common.resources.complex.Name;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.GroupNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.security.account.Account;
import org.andiron.security.account.FhirUser;
import org.andiron.security.account.NewAccount;

/** Accounts as SCIM users, and back. */
final class UserMapping {

  static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:andiron:2.0:User";
  static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User";

  private static final String FHIR_USER = "fhirUser";

  private UserMapping() {}

  static User user(Account account) {
    User user =
        User.builder()
            .id(account.id().toString())
            .userName(account.username())
            .displayName(account.displayName())
            .active(account.active())
            .meta(
                Meta.builder()
                    .created(account.created())
                    .lastModified(account.changed())
                    .version(ETag.newInstance(Long.toString(account.version())))
                    .build())
            .build();
    account.externalId().ifPresent(user::setExternalId);
    user.setGroups(
        account.roles().stream()
            .sorted()
            .map(role -> GroupNode.builder().value(role).display(role).type("direct").build())
            .toList());
    account.fhirUser().ifPresent(linked -> user.set(EXTENSION, extension(linked)));
    user.setSchemas(account.fhirUser().isPresent() ? Set.of(CORE, EXTENSION) : Set.of(CORE));
    return user;
  }

  private static ObjectNode extension(FhirUser linked) {
    return JsonNodeFactory.instance.objectNode().set(FHIR_USER, new TextNode(linked.reference()));
  }

  static NewAccount newAccount(User user) {
    return new NewAccount(
        user.getUserName().orElse(""),
        new NewAccount.Details(
            displayName(user),
            user.getExternalId(),
            Set.of(),
            fhirUser(user),
            user.isActive().orElse(true)),
        user.getPassword(),
        false);
  }

  /**
   * What the user says in place of what was. Roles come from groups. Whether they may sign in stays
   * as it was if it is not said: to leave it out must not let anybody in again.
   */
  static NewAccount.Details details(User user, NewAccount.Details before) {
    return new NewAccount.Details(
        displayName(user),
        user.getExternalId(),
        before.roles(),
        fhirUser(user),
        user.isActive().orElse(before.active()));
  }

  private static String displayName(User user) {
    return user.getDisplayName()
        .or(() -> user.getName().flatMap(UserMapping::wholeName))
        .orElse("");
  }

  private static Optional<String> wholeName(Name name) {
    return name.getFormatted()
        .or(
            () -> {
              String joined =
                  Stream.of(name.getGivenName(), name.getFamilyName())
                      .flatMap(Optional::stream)
                      .collect(Collectors.joining(" "));
              return joined.isEmpty() ? Optional.empty() : Optional.of(joined);
            });
  }

  private static Optional<FhirUser> fhirUser(User user) {
    String reference = user.path(EXTENSION).path(FHIR_USER).asText("");
    return reference.isBlank() ? Optional.empty() : Optional.of(FhirUser.parse(reference));
  }
}
