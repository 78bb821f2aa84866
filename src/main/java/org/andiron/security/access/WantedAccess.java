package org.andiron.security.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.scope.Permission;

/**
 * What a request wants.
 *
 * @param needs all of them must be met
 * @param sight by which permissions resources exist for it
 * @param operation what it calls, if it is no plain interaction
 */
record WantedAccess(List<Need> needs, Sight sight, Optional<CalledOperation> operation) {

  /** Wants nothing of any record: the CapabilityStatement. */
  static final WantedAccess NOTHING = new WantedAccess(List.of(), Sight.NONE, Optional.empty());

  /** Some permission lets search or read; which one, a request for several types leaves open. */
  static final Set<Permission> SEEING = Set.of(Permission.READ, Permission.SEARCH);

  /**
   * An operation.
   *
   * @param name without {@code $}
   * @param audience who may call it at all
   */
  record CalledOperation(String name, Audience audience) {}

  WantedAccess {
    needs = List.copyOf(needs);
  }

  static WantedAccess of(List<Need> needs, Sight sight) {
    return new WantedAccess(needs, sight, Optional.empty());
  }

  /** Read, vread, and history of one resource. */
  static WantedAccess toRead(String type) {
    // A Binary exists where something that refers to it does.
    boolean alone = !type.equals("Binary");
    return of(
        List.of(Need.of(type, Permission.READ)),
        Sight.of(Map.of(type, Set.of(Permission.READ)), SEEING, alone));
  }

  /** History of a type. */
  static WantedAccess toReadHistoryOf(String type) {
    return of(
        List.of(Need.of(type, Permission.SEARCH)),
        Sight.of(Map.of(type, Set.of(Permission.SEARCH)), SEEING, !type.equals("Binary")));
  }

  /** Search and history of all types. */
  static WantedAccess toSearchAllTypes() {
    return of(
        List.of(Need.ofAny(Permission.SEARCH)),
        Sight.of(Map.of(), Set.of(Permission.SEARCH), false));
  }

  /** A further page. It may mean to search again, so that nothing exists that may only be read. */
  static WantedAccess toTurnPage() {
    return of(
        List.of(Need.ofAny(Permission.SEARCH, Permission.READ)),
        Sight.of(Map.of(), Set.of(Permission.SEARCH), false));
  }

  /** Create; {@code conditional} if what may exist already is searched. */
  static WantedAccess toCreate(String type, boolean conditional) {
    return toWrite(type, Permission.CREATE, conditional);
  }

  /** Update and patch. */
  static WantedAccess toUpdate(String type, boolean conditional) {
    return toWrite(type, Permission.UPDATE, conditional);
  }

  /** Delete. */
  static WantedAccess toDelete(String type, boolean conditional) {
    return toWrite(type, Permission.DELETE, conditional);
  }

  private static WantedAccess toWrite(String type, Permission permission, boolean conditional) {
    if (!conditional) {
      return of(
          List.of(Need.of(type, permission)),
          Sight.of(Map.of(type, Set.of(permission)), Set.of(permission), false));
    }
    return of(
        List.of(Need.of(type, permission), Need.of(type, Permission.SEARCH)),
        Sight.of(Map.of(type, Set.of(permission, Permission.SEARCH)), Set.of(permission), false));
  }
}
