package org.andiron.audit.event;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * The user who asks.
 *
 * @param issuer of the user's name, as of the token: a URI
 * @param subject the user's name at the issuer
 * @param name as people know the user, empty if it is not known
 * @param resource that stands for the user, as in {@code Practitioner/1}
 * @param roles names of the user's roles, in alphabetical order
 */
public record HumanUser(
    String issuer, String subject, String name, Optional<String> resource, List<String> roles) {

  public HumanUser {
    issuer = DisplayText.required(issuer, "the issuer");
    subject = DisplayText.required(subject, "the subject");
    name = DisplayText.of(name);
    resource.ifPresent(ResourceReference::check);
    roles = List.copyOf(roles);
  }

  /** A user with these roles. */
  public HumanUser(
      String issuer, String subject, String name, Optional<String> resource, Set<String> roles) {
    this(issuer, subject, name, resource, List.copyOf(new TreeSet<>(roles)));
  }

  Reference who() {
    Reference who =
        new Reference().setIdentifier(new Identifier().setSystem(issuer).setValue(subject));
    resource.ifPresent(who::setReference);
    if (!name.isEmpty()) {
      who.setDisplay(name);
    }
    return who;
  }
}
