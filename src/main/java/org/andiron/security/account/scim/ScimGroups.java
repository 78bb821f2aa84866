package org.andiron.security.account.scim;

import static org.andiron.security.account.scim.ScimRefusals.notFound;
import static org.andiron.security.account.scim.ScimRefusals.translated;
import static org.andiron.security.account.scim.ScimRefusals.userId;

import de.captaingoldfish.scim.sdk.common.constants.ScimType;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.exceptions.NotImplementedException;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.complex.Meta;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.Member;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.filter.resources.FilterResourceResolver;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.andiron.security.account.Account;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.NewAccount;
import org.jspecify.annotations.Nullable;

/**
 * {@code /Groups}: the roles with those who have them. Which roles there are is configuration, so
 * that groups are neither made nor deleted.
 */
final class ScimGroups extends ResourceHandler<Group> {

  private static final String FIXED =
      "Groups are the roles of this server; they are made and removed in its configuration.";

  private static final Instant BEGINNING = Instant.EPOCH;

  private final Accounts accounts;
  private final GuardedRoles guarded;

  ScimGroups(Accounts accounts, GuardedRoles guarded) {
    this.accounts = accounts;
    this.guarded = guarded;
  }

  @Override
  public Group createResource(Group group, Context context) {
    throw new NotImplementedException(FIXED);
  }

  @Override
  public void deleteResource(String id, Context context) {
    throw new NotImplementedException(FIXED);
  }

  @Override
  public Group getResource(
      String id,
      List<SchemaAttribute> attributes,
      List<SchemaAttribute> excludedAttributes,
      Context context) {
    return group(known(id), isAsked(attributes, excludedAttributes));
  }

  @Override
  public Group updateResource(Group wanted, Context context) {
    String role = known(wanted.getId().orElse(""));
    ScimCaller caller = ScimCaller.of(context);
    guarded.requireMayGive(caller, role);
    requireSameName(role, wanted);
    Set<UUID> members =
        wanted.getMembers().stream()
            .map(member -> userId(member.getValue().orElse("")))
            .collect(Collectors.toSet());
    return translated(
        () -> {
          Set<UUID> present =
              accounts.byRole(role).stream().map(Account::id).collect(Collectors.toSet());
          present.stream()
              .filter(id -> !members.contains(id))
              .forEach(id -> change(id, it -> without(it, role), caller));
          members.stream()
              .filter(id -> !present.contains(id))
              .forEach(id -> change(id, it -> with(it, role), caller));
          return group(role, true);
        });
  }

  @Override
  public PartialListResponse<Group> listResources(
      long startIndex,
      int count,
      @Nullable FilterNode filter,
      @Nullable SchemaAttribute sortBy,
      @Nullable SortOrder sortOrder,
      List<SchemaAttribute> attributes,
      List<SchemaAttribute> excludedAttributes,
      Context context) {
    boolean withMembers = filter != null || isAsked(attributes, excludedAttributes);
    List<Group> groups =
        accounts.roles().stream().sorted().map(role -> group(role, withMembers)).toList();
    List<Group> found =
        filter == null
            ? groups
            : FilterResourceResolver.filterResources(getServiceProvider(), groups, filter);
    return PartialListResponse.<Group>builder()
        .resources(found.stream().skip(startIndex - 1).limit(count).toList())
        .totalResults(found.size())
        .build();
  }

  /** The library takes a group of which nothing can be written for an empty one. */
  private static void requireSameName(String role, Group wanted) {
    if (wanted.getDisplayName().filter(name -> !name.equals(role)).isPresent()) {
      throw new BadRequestException(
          "displayName is the name of the role and cannot be changed.",
          ScimType.RFC7644.MUTABILITY);
    }
  }

  private void change(UUID id, UnaryOperator<NewAccount.Details> change, ScimCaller caller) {
    accounts.change(
        id,
        present -> {
          guarded.requireMayChange(caller, present.roles());
          return change.apply(present);
        },
        caller.name());
  }

  private String known(String id) {
    if (!accounts.roles().contains(id)) {
      throw notFound(id);
    }
    return id;
  }

  private static boolean isAsked(
      List<SchemaAttribute> attributes, List<SchemaAttribute> excludedAttributes) {
    return excludedAttributes.stream().noneMatch(ScimGroups::isMembers)
        && (attributes.isEmpty() || attributes.stream().anyMatch(ScimGroups::isMembers));
  }

  private static boolean isMembers(SchemaAttribute attribute) {
    return attribute.getFullResourceName().contains(":members");
  }

  private Group group(String role, boolean withMembers) {
    List<Member> members =
        withMembers ? accounts.byRole(role).stream().map(ScimGroups::member).toList() : List.of();
    return Group.builder()
        .id(role)
        .displayName(role)
        .members(members)
        .meta(Meta.builder().created(BEGINNING).lastModified(BEGINNING).build())
        .build();
  }

  private static Member member(Account account) {
    return Member.builder()
        .value(account.id().toString())
        .display(account.username())
        .type("User")
        .build();
  }

  private static NewAccount.Details with(NewAccount.Details details, String role) {
    Set<String> roles = new HashSet<>(details.roles());
    roles.add(role);
    return details.withRoles(roles);
  }

  private static NewAccount.Details without(NewAccount.Details details, String role) {
    Set<String> roles = new HashSet<>(details.roles());
    roles.remove(role);
    return details.withRoles(roles);
  }
}
