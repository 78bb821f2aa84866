package org.andiron.audit.store;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/**
 * What a record is found by, beside its time.
 *
 * @param patient logical id of the one Patient it is about; null if it is about none or several, so
 *     that nobody finds another's record in their own
 * @param action code of {@code AuditEvent.action}
 * @param outcome code of {@code AuditEvent.outcome}
 * @param type {@code AuditEvent.type} as {@code system|code}
 * @param agentNames {@code AuditEvent.agent.name}
 * @param addresses {@code AuditEvent.agent.network.address}
 * @param terms all else, by {@link SearchTerm}: {@code agent}, {@code altid}, {@code entity},
 *     {@code entity-type}, {@code policy}, {@code site}, {@code source}, {@code subtype}. What is
 *     found by {@code patient} has that Patient as agent or as entity
 */
public record SearchValues(
    @Nullable String patient,
    @Nullable String action,
    @Nullable String outcome,
    String type,
    List<String> agentNames,
    List<String> addresses,
    Set<String> terms) {

  private static final String ENTITY = "entity";
  private static final String OF_PATIENT = ENTITY + "=Patient/";
  private static final String VERSION = "/_history/";

  /** In {@code http://terminology.hl7.org/CodeSystem/object-role}. */
  private static final String PATIENT_ROLE = "1";

  /** As FHIR limits ids: longer ones do not fit into an index. */
  private static final int LONGEST_ID = 64;

  /**
   * @throws IllegalArgumentException if the patient is no id, or PostgreSQL would not take a text
   */
  public SearchValues {
    if (patient != null && patient.length() > LONGEST_ID) {
      throw new IllegalArgumentException("the id of a Patient has at most 64 characters");
    }
    agentNames = List.copyOf(agentNames);
    addresses = List.copyOf(addresses);
    terms = Set.copyOf(terms);
    StorableText.require(patient);
    StorableText.require(action);
    StorableText.require(outcome);
    StorableText.require(type);
    agentNames.forEach(StorableText::require);
    addresses.forEach(StorableText::require);
    terms.forEach(StorableText::require);
  }

  /** Those of an AuditEvent. */
  public static SearchValues of(AuditEvent event) {
    Set<String> subjects = new HashSet<>();
    Set<String> patients = new HashSet<>();
    Set<String> terms = new HashSet<>();
    for (AuditEventEntityComponent entity : event.getEntity()) {
      IdType what = target(entity.getWhat());
      addReference(terms, ENTITY, what);
      terms.addAll(token("entity-type", entity.getType()));
      if (isPatientHere(what)) {
        patients.add(what.getIdPart());
        if (PATIENT_ROLE.equals(entity.getRole().getCode())) {
          subjects.add(what.getIdPart());
        }
      }
    }
    for (AuditEventAgentComponent agent : event.getAgent()) {
      addReference(terms, "agent", target(agent.getWho()));
      terms.addAll(SearchTerm.ofToken("altid", null, agent.getAltId()));
      agent.getPolicy().stream()
          .filter(UriType::hasValue)
          .forEach(it -> terms.add(SearchTerm.of("policy", it.getValue())));
    }
    event.getSubtype().forEach(it -> terms.addAll(token("subtype", it)));
    terms.addAll(SearchTerm.ofToken("site", null, event.getSource().getSite()));
    addReference(terms, "source", target(event.getSource().getObserver()));
    return new SearchValues(
        only(subjects.isEmpty() ? patients : subjects),
        event.getAction() != null ? event.getAction().toCode() : null,
        event.getOutcome() != null ? event.getOutcome().toCode() : null,
        Objects.requireNonNullElse(event.getType().getSystem(), "")
            + '|'
            + Objects.requireNonNullElse(event.getType().getCode(), ""),
        event.getAgent().stream()
            .map(AuditEventAgentComponent::getName)
            .filter(Objects::nonNull)
            .toList(),
        event.getAgent().stream()
            .map(it -> it.getNetwork().getAddress())
            .filter(Objects::nonNull)
            .toList(),
        terms);
  }

  /**
   * Those of the same AuditEvent where entities whose type it has already refer to something.
   *
   * @param subject the patient whose record it is about, if it is about one
   * @param references to what is here, as in {@code Observation/1/_history/2}
   */
  public SearchValues withEntities(Optional<String> subject, List<String> references) {
    Set<String> more = new HashSet<>(terms);
    for (String reference : references) {
      int version = reference.indexOf(VERSION);
      more.add(SearchTerm.of(ENTITY, version < 0 ? reference : reference.substring(0, version)));
    }
    Set<String> patients =
        more.stream()
            .filter(it -> it.startsWith(OF_PATIENT))
            .map(it -> it.substring(OF_PATIENT.length()))
            .collect(Collectors.toSet());
    return new SearchValues(
        only(subject.map(Set::of).orElse(patients)),
        action,
        outcome,
        type,
        agentNames,
        addresses,
        more);
  }

  private static @Nullable String only(Set<String> patients) {
    return patients.size() == 1 ? patients.iterator().next() : null;
  }

  /** Requests may ask for what is no id. */
  private static boolean isPatientHere(IdType what) {
    return !what.isAbsolute()
        && "Patient".equals(what.getResourceType())
        && what.hasIdPart()
        && what.getIdPart().length() <= LONGEST_ID;
  }

  private static IdType target(Reference reference) {
    return new IdType(reference.getReference()).toVersionless();
  }

  private static void addReference(Set<String> terms, String parameter, IdType target) {
    if (target.hasIdPart()) {
      terms.add(SearchTerm.of(parameter, target.getValue()));
    }
  }

  private static List<String> token(String parameter, Coding coding) {
    return SearchTerm.ofToken(parameter, coding.getSystem(), coding.getCode());
  }
}
