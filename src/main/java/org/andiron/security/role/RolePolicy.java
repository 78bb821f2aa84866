package org.andiron.security.role;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.RolePurposes;

/**
 * What users of a role may do at most; their tokens may allow less.
 *
 * @param name as accounts and tokens name the role
 * @param title the role in words
 * @param rights to resources; one that allows is enough
 * @param operations names of operations without {@code $}, or {@link #ALL_OPERATIONS}; operations
 *     of administration only if {@link #ADMINISTRATION} is among them
 * @param purposeOfUse what users use data for if nothing else says so
 */
public record RolePolicy(
    String name,
    String title,
    List<RoleRight> rights,
    Set<String> operations,
    Optional<RolePurposes.Stated> purposeOfUse) {

  /** Stands for all operations except those of administration. */
  public static final String ALL_OPERATIONS = "*";

  /** Stands for the operations of administration. */
  public static final String ADMINISTRATION = "@administration";

  public RolePolicy {
    rights = List.copyOf(rights);
    operations = Set.copyOf(operations);
  }

  /** One that does not say what for. */
  public RolePolicy(String name, String title, List<RoleRight> rights, Set<String> operations) {
    this(name, title, rights, operations, Optional.empty());
  }

  /** The same, but that it reaches only patients for whom its users care. */
  RolePolicy withinCareTeam() {
    return new RolePolicy(
        name,
        title,
        rights.stream()
            .map(
                it ->
                    it.patients() == PatientReach.ANY
                        ? new RoleRight(PatientReach.CARE_TEAM, it.types(), it.permissions())
                        : it)
            .toList(),
        operations,
        purposeOfUse);
  }

  /** Whether users may call an operation that is not one of administration. */
  public boolean allowsOperation(String operation) {
    return operations.contains(ALL_OPERATIONS) || operations.contains(operation);
  }

  /** Whether users may call operations of administration. */
  public boolean allowsAdministration() {
    return operations.contains(ADMINISTRATION);
  }
}
