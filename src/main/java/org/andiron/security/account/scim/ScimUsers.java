package org.andiron.security.account.scim;

import static org.andiron.security.account.scim.ScimRefusals.notFound;
import static org.andiron.security.account.scim.ScimRefusals.translated;
import static org.andiron.security.account.scim.ScimRefusals.userId;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import de.captaingoldfish.scim.sdk.common.constants.ScimType;
import de.captaingoldfish.scim.sdk.common.constants.enums.Comparator;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.filter.AttributeExpressionLeaf;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.filter.resources.FilterResourceResolver;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.andiron.security.account.Account;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.Username;
import org.jspecify.annotations.Nullable;

/** {@code /Users}: the accounts. */
final class ScimUsers extends ResourceHandler<User> {

  private static final int BATCH = 500;

  private final Accounts accounts;
  private final GuardedRoles guarded;

  ScimUsers(Accounts accounts, GuardedRoles guarded) {
    this.accounts = accounts;
    this.guarded = guarded;
  }

  @Override
  public User createResource(User user, Context context) {
    return translated(
        () ->
            UserMapping.user(
                accounts.create(UserMapping.newAccount(user), ScimCaller.of(context).name())));
  }

  @Override
  public User getResource(
      String id,
      List<SchemaAttribute> attributes,
      List<SchemaAttribute> excludedAttributes,
      Context context) {
    return accounts.byId(userId(id)).map(UserMapping::user).orElseThrow(() -> notFound(id));
  }

  @Override
  public User updateResource(User user, Context context) {
    UUID id = userId(user.getId().orElse(""));
    ScimCaller caller = ScimCaller.of(context);
    return translated(
        () -> {
          requireMayChange(id, caller);
          requireSameName(id, user);
          user.getPassword()
              .ifPresent(password -> accounts.setPassword(id, password, false, caller.name()));
          return UserMapping.user(
              accounts.change(id, before -> UserMapping.details(user, before), caller.name()));
        });
  }

  /** The account keeps its roles from here to the end of the transaction. */
  private void requireMayChange(UUID id, ScimCaller caller) {
    accounts.change(
        id,
        present -> {
          guarded.requireMayChange(caller, present.roles());
          return present;
        },
        caller.name());
  }

  private void requireSameName(UUID id, User user) {
    String name = Username.normalize(user.getUserName().orElse(""));
    if (accounts.byId(id).filter(account -> !account.username().equals(name)).isPresent()) {
      throw new BadRequestException(
          "userName is the subject of tokens and cannot be changed; delete the user and make"
              + " another.",
          ScimType.RFC7644.MUTABILITY);
    }
  }

  @Override
  public void deleteResource(String id, Context context) {
    ScimCaller caller = ScimCaller.of(context);
    translated(
        () -> {
          requireMayChange(userId(id), caller);
          accounts.delete(userId(id), caller.name());
          return id;
        });
  }

  @Override
  public PartialListResponse<User> listResources(
      long startIndex,
      int count,
      @Nullable FilterNode filter,
      @Nullable SchemaAttribute sortBy,
      @Nullable SortOrder sortOrder,
      List<SchemaAttribute> attributes,
      List<SchemaAttribute> excludedAttributes,
      Context context) {
    if (filter == null) {
      List<User> page =
          accounts.page(startIndex - 1, count).stream().map(UserMapping::user).toList();
      return answer(page, accounts.count());
    }
    List<User> found = matching(filter);
    return answer(found.stream().skip(startIndex - 1).limit(count).toList(), found.size());
  }

  /** The library cannot filter by an extension that a user lacks: it is given an empty one. */
  private List<User> matching(FilterNode filter) {
    List<User> candidates = candidates(filter);
    candidates.forEach(
        user -> user.putIfAbsent(UserMapping.EXTENSION, JsonNodeFactory.instance.objectNode()));
    List<User> found =
        FilterResourceResolver.filterResources(getServiceProvider(), candidates, filter);
    found.stream()
        .filter(user -> user.path(UserMapping.EXTENSION).isEmpty())
        .forEach(user -> user.remove(UserMapping.EXTENSION));
    return found;
  }

  private static PartialListResponse<User> answer(List<User> page, long total) {
    return PartialListResponse.<User>builder().resources(page).totalResults(total).build();
  }

  /**
   * By the names that provisioning systems look for, the database finds them; else all are read.
   */
  private List<User> candidates(FilterNode filter) {
    if (filter instanceof AttributeExpressionLeaf leaf
        && leaf.getComparator() == Comparator.EQ
        && leaf.getValue() != null) {
      String value = leaf.getValue();
      if (leaf.getFullName().equals("userName")) {
        return accounts.byUsername(value).stream().map(UserMapping::user).toList();
      }
      if (leaf.getFullName().equals("externalId")) {
        return accounts.byExternalId(value).stream().map(UserMapping::user).toList();
      }
    }
    return all();
  }

  private List<User> all() {
    List<User> users = new ArrayList<>();
    List<Account> batch = accounts.page(0, BATCH);
    while (!batch.isEmpty()) {
      batch.forEach(account -> users.add(UserMapping.user(account)));
      batch = accounts.page(users.size(), BATCH);
    }
    return users;
  }
}
