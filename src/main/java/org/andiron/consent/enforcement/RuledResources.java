package org.andiron.consent.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.labelling.RelabelledResources;
import org.andiron.consent.residue.AccessRule;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.storage.RestrictedAccess;
import org.andiron.visibility.PlacedResources;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Puts what is stored under the rules that come of the consents of its patients, and all of a
 * patient's record when a consent changes, in the transaction that stores it.
 */
final class RuledResources implements PlacedResources, RelabelledResources {

  private final ObjectProvider<RestrictedAccess> access;
  private final JdbcTemplate jdbc;
  private final PlacingLocks locks;
  private final PatientConsents consents;
  private final StoredVersions versions;
  private final RuleMaking making;
  private final RuleBook book;
  private final RuledRows rows;
  private final ToldRows told;
  private final NamedRows named;
  private final LegallyNamedData legallyNamed;
  private final WriteCheck writes;

  RuledResources(
      ObjectProvider<RestrictedAccess> access,
      JdbcTemplate jdbc,
      PatientConsents consents,
      StoredVersions versions,
      RuleMaking making,
      RuleBook book,
      RuledRows rows,
      ToldRows told,
      NamedRows named,
      LegallyNamedData legallyNamed,
      WriteCheck writes) {
    this.access = access;
    this.jdbc = jdbc;
    this.locks = new PlacingLocks(jdbc);
    this.consents = consents;
    this.versions = versions;
    this.making = making;
    this.book = book;
    this.rows = rows;
    this.told = told;
    this.named = named;
    this.legallyNamed = legallyNamed;
    this.writes = writes;
  }

  @Override
  public void placed(
      Collection<Placed> resources, Set<Long> removed, @Nullable RequestDetails request) {
    ChangedResources changed = new ChangedResources(jdbc, resources, removed);
    Set<Long> telling = told.note(resources);
    Set<Long> whole = legallyNamed.records(changed);
    lock(changed, whole, told.toldBy(telling));
    Situation situation = Situation.of(jdbc, changed.numbers());
    whole.addAll(situation.changed());
    if (!situation.naming().isEmpty()) {
      locks.aloneForPatients(situation.naming());
      whole.addAll(situation.naming());
    }
    Set<Long> stored = changed.stored();
    Set<Long> toRule = new LinkedHashSet<>(stored);
    if (!making.rulesAll()) {
      toRule.retainAll(situation.concerned());
    }
    if (toRule.isEmpty() && whole.isEmpty() && situation.consenting().isEmpty()) {
      told.rule(telling);
      return;
    }
    Set<Long> consenting = new HashSet<>(situation.consenting());
    consenting.addAll(whole);
    Map<Long, List<ConsentDirective>> directives = consents.of(consenting);
    boolean naming =
        situation.changed().stream()
            .anyMatch(it -> !NamedData.in(directives.getOrDefault(it, List.of())).isEmpty());
    if (naming) {
      locks.aloneForNamedData();
    }
    Map<Long, List<WriteCheck.Ruled>> ruled = ruleNewest(toRule, stored, directives);
    for (long patient : whole) {
      ruleRecord(patient, directives.getOrDefault(patient, List.of()), stored);
    }
    Set<Long> ruledOrTelling = new LinkedHashSet<>(toRule);
    ruledOrTelling.addAll(telling);
    told.rule(ruledOrTelling);
    writes.check(resources, ruled);
  }

  /**
   * Before consents are read.
   *
   * @param whole patients of whom all of the record will be put under rules
   * @param told numbers of the resources of which the stored ones tell
   */
  private void lock(ChangedResources changed, Set<Long> whole, Collection<Long> told) {
    if (!whole.isEmpty()) {
      locks.aloneForPatients(whole);
    }
    Set<Long> mayBeConsents = changed.mayBeConsents();
    if (!mayBeConsents.isEmpty()) {
      locks.aloneFor(mayBeConsents);
    }
    Set<Long> concerned = changed.numbers();
    concerned.addAll(told);
    locks.shareFor(concerned);
  }

  @Override
  public void relabelled(Collection<Long> resources) {
    if (!resources.isEmpty()) {
      access.getObject().unrestricted(() -> rule(resources));
    }
  }

  private int rule(Collection<Long> resources) {
    locks.shareFor(resources);
    Situation situation = Situation.of(jdbc, resources);
    Set<Long> toRule = new LinkedHashSet<>(resources);
    if (!making.rulesAll()) {
      toRule.retainAll(situation.concerned());
    }
    if (!toRule.isEmpty()) {
      ruleVersions(toRule, consents.of(situation.consenting()));
      told.rule(toRule);
    }
    return toRule.size();
  }

  /** All versions of resources: of what labels are known counts for older ones, too. */
  private void ruleVersions(Set<Long> resources, Map<Long, List<ConsentDirective>> directives) {
    RuleMaking.Making rules = making.of(directives);
    Map<Long, RecordRows> records = new LinkedHashMap<>();
    versions.all(
        resources,
        version -> {
          Map<Long, AccessRule> ofVersion = rules.rules(version);
          ofVersion.keySet().forEach(it -> records.computeIfAbsent(it, RecordRows::new));
          records.forEach(
              (patient, record) ->
                  record.add(
                      version, Optional.ofNullable(ofVersion.get(patient)).map(book::number)));
        });
    List<RuledRows.Row> all = new ArrayList<>();
    records.values().forEach(it -> all.addAll(it.end()));
    rows.replace(resources, all);
  }

  private Map<Long, List<WriteCheck.Ruled>> ruleNewest(
      Set<Long> resources, Set<Long> justStored, Map<Long, List<ConsentDirective>> directives) {
    Map<Long, List<WriteCheck.Ruled>> ruled = new LinkedHashMap<>();
    if (resources.isEmpty()) {
      return ruled;
    }
    RuleMaking.Making rules = making.of(directives);
    List<RuledRows.Row> newest = new ArrayList<>();
    versions.newest(
        resources,
        justStored,
        version ->
            rules
                .rules(version)
                .forEach(
                    (patient, rule) -> {
                      newest.add(
                          new RuledRows.Row(
                              version.key(), patient, book.number(rule), version.version(), null));
                      ruled
                          .computeIfAbsent(version.key(), it -> new ArrayList<>())
                          .add(new WriteCheck.Ruled(version.patientId(patient), rule));
                    }));
    rows.write(resources, newest);
    return ruled;
  }

  /**
   * All versions of all that is or was part of the record.
   *
   * @param justStored what this transaction has stored
   */
  void ruleRecord(long patient, List<ConsentDirective> consents, Set<Long> justStored) {
    Map<Long, List<ConsentDirective>> directives = Map.of(patient, consents);
    named.replace(patient, NamedData.in(consents));
    RuleMaking.Making rules = making.of(directives);
    RecordRows record = new RecordRows(patient);
    versions.ofPatient(
        patient,
        justStored,
        version ->
            record.add(
                version, Optional.ofNullable(rules.rules(version).get(patient)).map(book::number)));
    rows.replace(patient, record.end());
    told.ruleRecord(patient);
  }
}
