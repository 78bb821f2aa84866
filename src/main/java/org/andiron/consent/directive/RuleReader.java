package org.andiron.consent.directive;

import java.time.ZoneId;
import java.util.Optional;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;

/**
 * Reads a provision that stands in no Consent, such as the rule of a legal policy. Whether what it
 * names is there is not asked: it may come later.
 */
public final class RuleReader {

  private static final KnownReferences AT_ITS_WORD =
      new KnownReferences() {
        @Override
        public boolean exists(ResourceRef resource) {
          return true;
        }

        @Override
        public boolean exists(BusinessIdentifier identifier) {
          return true;
        }

        @Override
        public Optional<String> relative(String absoluteUrl) {
          return Optional.empty();
        }
      };

  private final ZoneId zone;

  /**
   * @param zone in which dates without a time of day are meant
   */
  public RuleReader(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * Reads a rule.
   *
   * @param path where it stands, as FHIRPath
   */
  public RuleReading read(ProvisionComponent rule, String path) {
    Problems problems = new Problems();
    ProvisionType type = ProvisionReader.type(rule.getType());
    if (type == null) {
      problems.add(path + ".type", "is missing: a rule must permit or deny");
    }
    Provision provision =
        new ProvisionReader(
                new TimeReader(zone), new ReferenceReader(new Consent(), AT_ITS_WORD), problems)
            .root(rule, type == null ? ProvisionType.DENY : type, path);
    requireActors(provision, problems);
    return new RuleReading(provision, problems.all());
  }

  /**
   * A Consent may be about somebody of whom only the name is known; whoever writes a file can ask.
   */
  private static void requireActors(Provision provision, Problems problems) {
    for (Criterion criterion : provision.criteria()) {
      if (criterion instanceof Criterion.Actors actors
          && actors.actors().stream()
              .map(Actor::reference)
              .anyMatch(ConsentReference.Unresolvable.class::isInstance)) {
        problems.add(
            provision.path() + ".actor",
            "names somebody neither by a reference such as Organization/insurer nor by an"
                + " identifier");
      }
    }
    provision.provisions().forEach(inner -> requireActors(inner, problems));
  }
}
