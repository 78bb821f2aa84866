package org.andiron.server;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Group.GroupMemberComponent;

/**
 * The patients of a group, also of groups that are its members, as far as the caller sees those.
 */
public final class GroupMembers {

  private final DaoRegistry daos;

  /** Reads groups of that storage. */
  public GroupMembers(DaoRegistry daos) {
    this.daos = daos;
  }

  /** Logical ids of the patients who are active members; groups in a circle are read once. */
  public Set<String> patientsOf(Group group, RequestDetails request) {
    Set<String> patients = new TreeSet<>();
    Set<String> seen = new HashSet<>(Set.of(group.getIdElement().getIdPart()));
    Deque<Group> open = new ArrayDeque<>(Set.of(group));
    while (!open.isEmpty()) {
      for (GroupMemberComponent member : open.remove().getMember()) {
        IIdType id = member.getEntity().getReferenceElement();
        if (member.getInactive() || id.getIdPart() == null || id.isAbsolute()) {
          continue;
        }
        if ("Patient".equals(id.getResourceType())) {
          patients.add(id.getIdPart());
        } else if ("Group".equals(id.getResourceType()) && seen.add(id.getIdPart())) {
          read(id, open, request);
        }
      }
    }
    return patients;
  }

  private void read(IIdType id, Deque<Group> open, RequestDetails request) {
    try {
      open.add(daos.getResourceDao(Group.class).read(id.toUnqualifiedVersionless(), request));
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      // A member that no longer exists has no patients
    }
  }
}
