package org.andiron.consent.residue;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.andiron.consent.decision.Combination;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.DecidingRule;
import org.andiron.consent.decision.Effect;
import org.andiron.consent.decision.ProvisionTree;
import org.andiron.consent.decision.RequestMatch;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * What consents, legal policies and the implicit policy leave open for one resource as part of one
 * patient's record. It names neither: what is the same for others is the same rule.
 *
 * <p>It holds for requests from the time on for which it was compiled. Rules are equal if their
 * texts are.
 */
public final class AccessRule {

  static final ImplicitPolicy.Permit ANYTHING = new ImplicitPolicy.Permit(Set.of(), Set.of(), null);

  private final List<ResidualConsent> consents;
  private final List<ResidualDenial> denials;
  private final boolean glass;
  private final boolean ofGovernance;
  private final List<ImplicitPolicy.Permit> permits;
  private final String text;
  private final TreeSet<Instant> changes = new TreeSet<>();

  /**
   * @param glass whether the organisation's policy lets anybody break the glass
   * @param permits of the organisation's policy
   * @param ofGovernance whether {@linkplain org.andiron.consent.decision.Governance those who keep
   *     consents} need the resource
   */
  AccessRule(
      Collection<ResidualConsent> consents,
      Collection<ResidualDenial> denials,
      boolean glass,
      Collection<ImplicitPolicy.Permit> permits,
      boolean ofGovernance) {
    TreeMap<String, ResidualConsent> consentsByText = byText(consents, CanonicalText::consent);
    TreeMap<String, ResidualDenial> denialsByText = byText(denials, CanonicalText::denial);
    TreeMap<String, ImplicitPolicy.Permit> permitsByText = byText(permits, CanonicalText::permit);
    this.consents = List.copyOf(consentsByText.values());
    this.denials = List.copyOf(denialsByText.values());
    this.glass = glass;
    this.ofGovernance = ofGovernance;
    this.permits = List.copyOf(permitsByText.values());
    this.text =
        CanonicalText.rule(
            List.copyOf(consentsByText.keySet()),
            List.copyOf(denialsByText.keySet()),
            glass,
            List.copyOf(permitsByText.keySet()),
            ofGovernance);
    for (ResidualConsent consent : consents) {
      consent.during().ranges().forEach(this::addChanges);
      addChanges(consent.root().provision());
    }
    for (ResidualDenial denial : denials) {
      addChanges(denial.rule().provision());
    }
  }

  private static <T> TreeMap<String, T> byText(Collection<T> items, Function<T, String> text) {
    TreeMap<String, T> ordered = new TreeMap<>();
    for (T item : items) {
      ordered.put(text.apply(item), item);
    }
    return ordered;
  }

  private void addChanges(Provision provision) {
    for (Criterion criterion : provision.criteria()) {
      if (criterion instanceof Criterion.Period period) {
        addChanges(period.range());
      }
    }
    provision.provisions().forEach(this::addChanges);
  }

  private void addChanges(TimeRange range) {
    if (range.from() != null) {
      changes.add(range.from());
    }
    if (range.until() != null) {
      changes.add(range.until());
    }
  }

  /**
   * Reads what {@link #text} gave.
   *
   * @throws IllegalArgumentException if it is nothing of that kind, or of another algorithm
   */
  public static AccessRule parse(String text) {
    return AccessRuleReader.read(text);
  }

  /** As JSON, of which there is one form only; with the algorithm by which it is to be read. */
  public String text() {
    return text;
  }

  /** What it says of a request, if it is not the patient's own and whoever broke the glass. */
  public AccessVerdict verdict(ConsentRequest request) {
    return verdict(request, false);
  }

  private AccessVerdict verdict(ConsentRequest request, boolean ownRecord) {
    if (permitsEverybody()) {
      return AccessVerdict.PERMITTED;
    }
    Combination decision = new OfRequest(new RequestMatch(request), ownRecord);
    DecidingRule step = decision.decidingRule();
    if (step.permits()) {
      return AccessVerdict.PERMITTED;
    }
    return decision.yieldsToGlass(step) ? AccessVerdict.YIELDS_TO_GLASS : AccessVerdict.DENIED;
  }

  /** Whether it permits a request of somebody who stands so to the patient whose rule it is. */
  public boolean permits(ConsentRequest request, PatientRelation relation) {
    return verdict(request, relation == PatientRelation.OWN_RECORD)
        .permits(relation == PatientRelation.GLASS_BROKEN);
  }

  /** Whether it permits everything, and always will. */
  public boolean permitsEverybody() {
    return consents.isEmpty() && denials.isEmpty() && permits.contains(ANYTHING);
  }

  /**
   * Whether it permits nothing to anybody who is not the patient and has not broken the glass, and
   * never will.
   */
  public boolean deniesEverybody() {
    return consents.isEmpty() && permits.isEmpty() && !ofGovernance;
  }

  /**
   * Until when verdicts on requests stay the same if only time passes: the first instant of another
   * verdict, perhaps. Null if they do for ever.
   */
  public @Nullable Instant validUntil(Instant now) {
    return changes.higher(now);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AccessRule rule && rule.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /** All that it says of one request. */
  private final class OfRequest implements Combination {

    private final RequestMatch request;
    private final boolean ownRecord;
    private final ProvisionTree tree;

    OfRequest(RequestMatch request, boolean ownRecord) {
      this.request = request;
      this.ownRecord = ownRecord;
      this.tree = ProvisionTree.withoutInheritance(request);
    }

    @Override
    public boolean isForbidden() {
      for (ResidualDenial denial : denials) {
        if (forbids(denial)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean isForbiddenInEmergency() {
      for (ResidualDenial denial : denials) {
        if (!denial.yields() && forbids(denial)) {
          return true;
        }
      }
      return false;
    }

    private boolean forbids(ResidualDenial denial) {
      return tree.effect(denial.rule().provision()) == Effect.DENY;
    }

    @Override
    public boolean isOwnRecord() {
      return ownRecord;
    }

    @Override
    public boolean isGovernance() {
      return ofGovernance && request.isForGovernance();
    }

    @Override
    public Effect strongestOfConsents() {
      Effect strongest = Effect.NONE;
      for (ResidualConsent consent : consents) {
        strongest = strongest.or(consent.effect(request, tree));
        if (strongest == Effect.DENY) {
          break;
        }
      }
      return strongest;
    }

    @Override
    public boolean isPermittedImplicitly() {
      for (ImplicitPolicy.Permit permit : permits) {
        if (request.matches(permit)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean isGlassAllowed() {
      return glass;
    }
  }
}
