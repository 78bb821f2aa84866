package org.andiron.consent.evaluation;

import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.andiron.consent.enforcement.PatientRecords;
import org.andiron.consent.enforcement.PatientRecords.Found;
import org.andiron.consent.enforcement.PatientRecords.Telling;
import org.andiron.consent.residue.AccessRuleCompiler;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.term.CodeSubsumption;

/** Finds out under which rules resources are, and would be with a draft. */
final class Planning {

  private final PatientRecords records;
  private final CodeSubsumption clinicalCodes;
  private final ConsentPolicies policies;
  private final Clock clock;

  Planning(
      PatientRecords records,
      CodeSubsumption clinicalCodes,
      ConsentPolicies policies,
      Clock clock) {
    this.records = records;
    this.clinicalCodes = clinicalCodes;
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * Makes a plan.
   *
   * @param draft as if it were active
   * @param resources those that are looked at
   */
  Plan plan(ConsentDirective draft, List<Found> resources, List<String> purposes) {
    return records.atOnce(() -> read(draft, resources, purposes));
  }

  private Plan read(ConsentDirective draft, List<Found> resources, List<String> purposes) {
    RecordComparison comparison =
        new RecordComparison(
            draft, new AccessRuleCompiler(clinicalCodes, policies, clock.instant()));
    Set<Long> numbers = new LinkedHashSet<>();
    resources.forEach(it -> numbers.add(it.number()));
    List<Telling> tellings = records.tellings(numbers);
    records.read(numbers, List.of(draft), comparison::add);
    records.readTold(toldBeside(numbers, tellings), List.of(draft), comparison::add);
    tellings.forEach(comparison::add);
    return comparison.plan(resources.stream().map(Found::resource).toList(), purposes);
  }

  /** Numbers of what is told of and not looked at itself. */
  private static Set<Long> toldBeside(Collection<Long> looked, List<Telling> tellings) {
    Set<Long> told = new LinkedHashSet<>();
    tellings.forEach(it -> told.add(it.told().number()));
    told.removeAll(looked);
    return told;
  }
}
