package org.andiron.consent.requester;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.directive.TimeReader;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What the records say of a caller.
 *
 * <p>Roles, teams and memberships count while they are in force: their periods include now, and
 * nothing says that they are inactive. Whoever has a role may act in each of them; whoever has
 * signed in in one role acts in that one, but stays the same person. A reference without a literal
 * names whatever has its identifier.
 *
 * @param self the caller as persons, in roles, and as an app
 * @param organizations of the roles, and all of which these are parts
 * @param memberships teams and groups that have one of these as a member, and groups that have such
 *     groups
 * @param directly those of them that have the caller, as a person, in a role or as an app, as a
 *     member
 * @param from since when this is so, as far as is known
 * @param until when a period begins or ends that changes it; null if none does
 */
record RecordedRequester(
    ReferenceSet self,
    ReferenceSet organizations,
    ReferenceSet memberships,
    Set<ResourceRef> directly,
    Instant from,
    @Nullable Instant until) {

  /** Whether it is so at a time, if nothing was stored meanwhile. */
  boolean holdsAt(Instant time) {
    return !time.isBefore(from) && (until == null || time.isBefore(until));
  }

  /**
   * Reads the records.
   *
   * @param caller the resources that are the caller, whether or not they exist
   * @param records these and what may say more of them
   */
  static RecordedRequester of(
      Collection<ResourceRef> caller, Collection<Resource> records, TimeReader times, Instant now) {
    return new Reading(records, times, now).of(caller);
  }

  private static final class Reading {

    private static final String ORGANIZATION = "Organization";

    private final Map<ResourceRef, Resource> records = new HashMap<>();
    private final TimeReader times;
    private final Instant now;
    private final TreeSet<Instant> changes = new TreeSet<>();

    Reading(Collection<Resource> records, TimeReader times, Instant now) {
      this.times = times;
      this.now = now;
      for (Resource record : records) {
        this.records.put(new ResourceRef(record.fhirType(), record.getIdPart()), record);
      }
    }

    RecordedRequester of(Collection<ResourceRef> caller) {
      Set<ResourceRef> self = self(caller);
      Set<ResourceRef> organizations = organizations(self);
      Set<ResourceRef> memberships = memberships(self, organizations);
      return new RecordedRequester(
          named(self),
          named(organizations),
          named(memberships),
          directly(self),
          now,
          changes.higher(now));
    }

    private Set<ResourceRef> directly(Set<ResourceRef> self) {
      Set<ResourceRef> directly = new LinkedHashSet<>();
      each(CareTeam.class).filter(it -> hasMember(it, self)).forEach(it -> directly.add(ref(it)));
      each(Group.class).filter(it -> hasMember(it, self)).forEach(it -> directly.add(ref(it)));
      return directly;
    }

    private Set<ResourceRef> self(Collection<ResourceRef> caller) {
      Set<ResourceRef> self = new LinkedHashSet<>(caller);
      for (ResourceRef one : caller) {
        if (records.get(one) instanceof PractitionerRole role) {
          targets(role.getPractitioner(), "Practitioner").forEach(self::add);
        } else if (one.type().equals("Practitioner")) {
          each(PractitionerRole.class)
              .filter(it -> names(it.getPractitioner(), Set.of(one)) && inForce(it))
              .forEach(it -> self.add(ref(it)));
        } else if (one.type().equals("RelatedPerson")) {
          addSamePersons(one, self);
        }
      }
      return self;
    }

    /** A parent of two has two RelatedPersons; staff say by a Person that they are one. */
    private void addSamePersons(ResourceRef relative, Set<ResourceRef> self) {
      each(Person.class)
          .filter(it -> !it.hasActive() || it.getActive())
          .filter(it -> it.getLink().stream().anyMatch(l -> names(l.getTarget(), Set.of(relative))))
          .flatMap(it -> it.getLink().stream())
          .flatMap(it -> targets(it.getTarget(), "RelatedPerson"))
          .filter(it -> records.get(it) instanceof RelatedPerson)
          .forEach(self::add);
    }

    private Set<ResourceRef> organizations(Set<ResourceRef> self) {
      Set<ResourceRef> organizations = new LinkedHashSet<>();
      for (ResourceRef one : self) {
        if (records.get(one) instanceof PractitionerRole role && inForce(role)) {
          targets(role.getOrganization(), ORGANIZATION)
              .forEach(it -> addWithParents(it, organizations));
        } else if (one.type().equals(ORGANIZATION)) {
          addWithParents(one, organizations);
        }
      }
      return organizations;
    }

    private void addWithParents(ResourceRef organization, Set<ResourceRef> organizations) {
      if (organizations.add(organization)
          && records.get(organization) instanceof Organization part) {
        targets(part.getPartOf(), ORGANIZATION).forEach(it -> addWithParents(it, organizations));
      }
    }

    private Set<ResourceRef> memberships(Set<ResourceRef> self, Set<ResourceRef> organizations) {
      Set<ResourceRef> members = new HashSet<>(self);
      members.addAll(organizations);
      Set<ResourceRef> memberships = new LinkedHashSet<>();
      each(CareTeam.class)
          .filter(it -> hasMember(it, members))
          .forEach(it -> memberships.add(ref(it)));
      boolean more = true;
      while (more) {
        Set<ResourceRef> found = new LinkedHashSet<>();
        each(Group.class).filter(it -> hasMember(it, members)).forEach(it -> found.add(ref(it)));
        memberships.addAll(found);
        more = members.addAll(found);
      }
      return memberships;
    }

    private boolean hasMember(CareTeam team, Set<ResourceRef> members) {
      return team.getStatus() == CareTeam.CareTeamStatus.ACTIVE
          && includesNow(team.getPeriod())
          && team.getParticipant().stream()
              .anyMatch(it -> names(it.getMember(), members) && includesNow(it.getPeriod()));
    }

    private boolean hasMember(Group group, Set<ResourceRef> members) {
      return group.getActual()
          && (!group.hasActive() || group.getActive())
          && group.getMember().stream()
              .anyMatch(
                  it ->
                      !it.getInactive()
                          && names(it.getEntity(), members)
                          && includesNow(it.getPeriod()));
    }

    private boolean inForce(PractitionerRole role) {
      return (!role.hasActive() || role.getActive()) && includesNow(role.getPeriod());
    }

    private boolean includesNow(Period period) {
      if (!period.hasStart() && !period.hasEnd()) {
        return true;
      }
      TimeRange range = times.read(period);
      if (range == null) {
        return false;
      }
      if (range.from() != null) {
        changes.add(range.from());
      }
      if (range.until() != null) {
        changes.add(range.until());
      }
      return range.contains(now);
    }

    private <T extends Resource> Stream<T> each(Class<T> type) {
      return records.values().stream().filter(type::isInstance).map(type::cast);
    }

    private static ResourceRef ref(Resource resource) {
      return new ResourceRef(resource.fhirType(), resource.getIdPart());
    }

    /** What a reference names of a type. */
    private Stream<ResourceRef> targets(Reference reference, String type) {
      if (reference.hasReference()) {
        return ResourceRef.ofRelative(reference.getReference()).stream();
      }
      return records.keySet().stream()
          .filter(it -> it.type().equals(type) && isIdentifiedBy(reference, it));
    }

    private boolean names(Reference reference, Set<ResourceRef> any) {
      return reference.hasReference()
          ? ResourceRef.ofRelative(reference.getReference()).filter(any::contains).isPresent()
          : any.stream().anyMatch(it -> isIdentifiedBy(reference, it));
    }

    private boolean isIdentifiedBy(Reference reference, ResourceRef resource) {
      return reference.hasIdentifier()
          && (!reference.hasType() || reference.getType().equals(resource.type()))
          && identifier(reference.getIdentifier())
              .filter(identifiers(resource)::contains)
              .isPresent();
    }

    private ReferenceSet named(Set<ResourceRef> resources) {
      Set<BusinessIdentifier> identifiers = new HashSet<>();
      resources.forEach(it -> identifiers.addAll(identifiers(it)));
      return new ReferenceSet(resources, identifiers);
    }

    private Set<BusinessIdentifier> identifiers(ResourceRef resource) {
      Set<BusinessIdentifier> identifiers = new HashSet<>();
      Resource record = records.get(resource);
      Property property = record == null ? null : record.getNamedProperty("identifier");
      if (property != null) {
        for (Base value : property.getValues()) {
          if (value instanceof Identifier identifier) {
            identifier(identifier).ifPresent(identifiers::add);
          }
        }
      }
      return identifiers;
    }

    private static Optional<BusinessIdentifier> identifier(Identifier identifier) {
      return identifier.hasValue()
          ? Optional.of(
              new BusinessIdentifier(
                  identifier.hasSystem() ? identifier.getSystem() : "", identifier.getValue()))
          : Optional.empty();
    }
  }
}
