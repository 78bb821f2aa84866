package org.andiron.consent.enforcement;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.facts.ResourceFactsReader;
import org.andiron.consent.residue.AccessRule;
import org.andiron.consent.residue.AccessRuleCompiler;
import org.andiron.consent.residue.PartRule;
import org.andiron.consent.residue.PatientRules;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.CodeSubsumption;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes the rules under which resources come. */
final class RuleMaking {

  private static final String REFERRING =
      """
      select distinct l.target_resource_id, s.res_type, s.fhir_id
      from hfj_res_link l join hfj_resource s on s.res_id = l.src_resource_id
      where l.target_resource_id = any(?::bigint[]) and s.res_deleted_at is null
      """;

  private static final ImplicitPolicy.Permit ANYTHING =
      new ImplicitPolicy.Permit(Set.of(), Set.of(), null);

  private final JdbcTemplate jdbc;
  private final ResourceFactsReader facts;
  private final ResourceFactsReader linkedFacts;
  private final CodeSubsumption clinicalCodes;
  private final ConsentPolicies policies;
  private final Clock clock;

  /**
   * @param facts reads what resources say themselves
   * @param linkedFacts reads also by what other names they are linked, which takes statements
   */
  RuleMaking(
      JdbcTemplate jdbc,
      ResourceFactsReader facts,
      ResourceFactsReader linkedFacts,
      CodeSubsumption clinicalCodes,
      ConsentPolicies policies,
      Clock clock) {
    this.jdbc = jdbc;
    this.facts = facts;
    this.linkedFacts = linkedFacts;
    this.clinicalCodes = clinicalCodes;
    this.policies = policies;
    this.clock = clock;
  }

  /** Whether policies put resources under rules whose patients have no consents. */
  boolean rulesAll() {
    return !policies.legal().isEmpty() || !policies.implicit().permits().contains(ANYTHING);
  }

  private Map<Long, ReferenceSet> referring(Set<Long> resources) {
    Map<Long, Set<ResourceRef>> referring = new HashMap<>();
    jdbc.query(
        REFERRING,
        row -> {
          referring
              .computeIfAbsent(row.getLong(1), it -> new HashSet<>())
              .add(new ResourceRef(row.getString(2), row.getString(3)));
        },
        (Object) resources.toArray(Long[]::new));
    Map<Long, ReferenceSet> sets = new HashMap<>();
    referring.forEach((target, all) -> sets.put(target, new ReferenceSet(all, Set.of())));
    return sets;
  }

  /**
   * The rules that consents make.
   *
   * @param consents by number of the patient who gave them
   * @param resources numbers of those that are to come
   */
  Making of(Map<Long, List<ConsentDirective>> consents, Supplier<Set<Long>> resources) {
    boolean linked = NamedData.anyIn(consents.values());
    return new Making(
        consents,
        linked ? linkedFacts : facts,
        linked ? referring(resources.get()) : Map.of(),
        new AccessRuleCompiler(clinicalCodes, policies, clock.instant()));
  }

  /** Makes rules of some consents. */
  static final class Making {

    private final Map<Long, List<ConsentDirective>> consents;
    private final ResourceFactsReader facts;
    private final Map<Long, ReferenceSet> referring;
    private final AccessRuleCompiler compiler;
    private final Map<Long, PatientRules> ofPatients = new HashMap<>();

    private Making(
        Map<Long, List<ConsentDirective>> consents,
        ResourceFactsReader facts,
        Map<Long, ReferenceSet> referring,
        AccessRuleCompiler compiler) {
      this.consents = consents;
      this.facts = facts;
      this.referring = referring;
      this.compiler = compiler;
    }

    /**
     * The rules for a version as part of patients' records, by number of the patient; without those
     * by which anybody may have it for anything.
     */
    Map<Long, AccessRule> rules(StoredVersion version) {
      Map<Long, AccessRule> rules = new HashMap<>();
      if (version.content().isEmpty() || version.patients().isEmpty()) {
        return rules;
      }
      ResourceFacts resource = read(version, version.content().get());
      version
          .patients()
          .forEach(
              (patient, id) -> {
                AccessRule rule = ofPatient(patient, id).ofWhole(resource);
                if (!rule.permitsEverybody()) {
                  rules.put(patient, rule);
                }
              });
      return rules;
    }

    /**
     * The rules for the parts of a version that have labels of their own, by number of the patient.
     */
    Map<Long, List<PartRule>> partRules(StoredVersion version) {
      Map<Long, List<PartRule>> rules = new HashMap<>();
      if (version.content().isPresent() && !version.patients().isEmpty()) {
        ResourceFacts resource = read(version, version.content().get());
        version
            .patients()
            .forEach((patient, id) -> rules.put(patient, ofPatient(patient, id).ofParts(resource)));
      }
      return rules;
    }

    private ResourceFacts read(StoredVersion version, Resource content) {
      return facts.read(
          content,
          version.patients().values(),
          referring.getOrDefault(version.key(), ReferenceSet.EMPTY),
          version.labelled());
    }

    private PatientRules ofPatient(Long patient, String id) {
      return ofPatients.computeIfAbsent(
          patient,
          it ->
              compiler.ofPatient(
                  new ResourceRef("Patient", id), consents.getOrDefault(it, List.of())));
    }
  }
}
