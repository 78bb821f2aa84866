package org.andiron.consent.explanation;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.explanation.AccessQuestion.Asked;
import org.andiron.consent.requester.PurposeOfUse;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.andiron.security.KnownUser;
import org.andiron.security.People;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** Reads what is asked, and says what is wrong with it. */
final class AccessQuestionReader {

  /** What reading is, as it is enforced. */
  private static final Set<ConsentAction> READING =
      EnumSet.of(ConsentAction.ACCESS, ConsentAction.DISCLOSE);

  private static final Set<String> ACTORS =
      new TreeSet<>(
          Set.of(
              "Device",
              "Organization",
              "Patient",
              "Practitioner",
              "PractitionerRole",
              "RelatedPerson"));

  /** Whose roles are nothing private. */
  private static final Set<String> STAFF = Set.of("Practitioner", "PractitionerRole");

  private static final int STANDARD_COUNT = 50;
  private static final int GREATEST_COUNT = 500;

  private final Optional<People> people;
  private final PurposeOfUse purposes;
  private final Set<String> types;
  private final Supplier<? extends Collection<String>> ownBases;
  private final Clock clock;

  /**
   * @param people empty if accounts are kept elsewhere
   * @param purposes what roles are for
   * @param types all resource types
   * @param ownBases base URLs of this server, without trailing slashes
   */
  AccessQuestionReader(
      Optional<People> people,
      PurposeOfUse purposes,
      Set<String> types,
      Supplier<? extends Collection<String>> ownBases,
      Clock clock) {
    this.people = people;
    this.purposes = purposes;
    this.types = types;
    this.ownBases = ownBases;
    this.clock = clock;
  }

  /**
   * What a request has.
   *
   * @param own whether the patient asks, who does not learn by it which other patients and
   *     relatives have an account
   */
  record Input(
      String patient,
      boolean own,
      @Nullable List<Reference> actors,
      @Nullable List<StringType> roles,
      @Nullable Coding purpose,
      @Nullable Reference resource,
      @Nullable CodeType type,
      @Nullable DateTimeType time,
      @Nullable List<CodeType> actions,
      @Nullable CodeType channel,
      @Nullable IntegerType offset,
      @Nullable IntegerType count) {}

  AccessQuestion read(Input input) {
    Asked asked = asked(input);
    Set<ResourceRef> actors = actors(input.actors);
    Set<String> roles = roles(input, actors);
    return new AccessQuestion(
        input.patient,
        actors,
        roles,
        purpose(input.purpose, actors, roles),
        actions(input.actions),
        channel(input.channel),
        time(input.time),
        asked);
  }

  private Asked asked(Input input) {
    Optional<String> type = Optional.ofNullable(input.type).map(CodeType::getValue);
    Optional<String> resource = Optional.ofNullable(input.resource).map(Reference::getReference);
    if (type.isPresent() == resource.isPresent()) {
      throw new InvalidRequestException(
          "$explain-access needs one of 'resource', such as Observation/123, and 'type', such as"
              + " Observation");
    }
    Optional<Integer> offset = Optional.ofNullable(input.offset).map(IntegerType::getValue);
    Optional<Integer> count = Optional.ofNullable(input.count).map(IntegerType::getValue);
    if (resource.isPresent()) {
      if (offset.isPresent() || count.isPresent()) {
        throw new InvalidRequestException("'_count' and '_offset' go with 'type'");
      }
      return new Asked.Single(resource(resource.get()));
    }
    if (!types.contains(type.get())) {
      throw new InvalidRequestException("'type' is no resource type of FHIR R4");
    }
    return new Asked.OfType(
        type.get(),
        number("_offset", offset.orElse(0), Integer.MAX_VALUE),
        number("_count", count.orElse(STANDARD_COUNT), GREATEST_COUNT));
  }

  private static int number(String name, int value, int greatest) {
    if (value < 0 || value > greatest) {
      throw new InvalidRequestException("'" + name + "' must be from 0 to " + greatest);
    }
    return value;
  }

  private ResourceRef resource(String text) {
    if (text.contains("/_history/")) {
      throw new InvalidRequestException(
          "'resource' is asked about as it is now: leave out the version");
    }
    return reference(text)
        .filter(it -> types.contains(it.type()))
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "'resource' must be a reference to a resource of this server, such as"
                        + " Observation/123"));
  }

  private Optional<ResourceRef> reference(String text) {
    String relative =
        ownBases.get().stream()
            .map(base -> base + "/")
            .filter(text::startsWith)
            .map(base -> text.substring(base.length()))
            .findFirst()
            .orElse(text);
    return ResourceRef.ofRelative(relative);
  }

  private Set<ResourceRef> actors(@Nullable List<Reference> given) {
    Set<ResourceRef> actors = new LinkedHashSet<>();
    for (Reference actor : given == null ? List.<Reference>of() : given) {
      String text = actor.getReference();
      actors.add(
          Optional.ofNullable(text)
              .flatMap(this::reference)
              .filter(it -> ACTORS.contains(it.type()))
              .orElseThrow(
                  () ->
                      new InvalidRequestException(
                          "'actor' must be a reference such as Practitioner/123, to one of "
                              + String.join(", ", ACTORS))));
    }
    if (actors.isEmpty()) {
      throw new InvalidRequestException(
          "$explain-access needs the parameter 'actor', such as Practitioner/123");
    }
    return actors;
  }

  private Set<String> roles(Input input, Set<ResourceRef> actors) {
    Set<String> roles = new TreeSet<>();
    for (StringType role : input.roles == null ? List.<StringType>of() : input.roles) {
      String name = role.getValueNotNull().strip();
      if (people.isPresent() && !people.get().roles().contains(name)) {
        throw new InvalidRequestException(
            "'role' must be one of " + String.join(", ", new TreeSet<>(people.get().roles())));
      }
      roles.add(name);
    }
    if (!roles.isEmpty() || people.isEmpty()) {
      return roles;
    }
    for (ResourceRef actor : actors) {
      boolean themselves = actor.equals(new ResourceRef("Patient", input.patient));
      if (!input.own || themselves || STAFF.contains(actor.type())) {
        people.get().whoAre(actor.toString()).stream().map(KnownUser::roles).forEach(roles::addAll);
      }
    }
    return roles;
  }

  private @Nullable Code purpose(
      @Nullable Coding given, Set<ResourceRef> actors, Set<String> roles) {
    if (given == null || !given.hasCode()) {
      return purposes.ofRoles(roles, actors.stream().findFirst().map(ResourceRef::toString));
    }
    Code purpose =
        given.hasSystem()
            ? new Code(given.getSystem(), given.getCode())
            : Code.purpose(given.getCode());
    if (!PurposeOfUse.isKnown(purpose)) {
      throw new InvalidRequestException(
          "'purpose' must be a purpose of use of v3-ActReason, such as TREAT or "
              + Code.purpose("TREAT"));
    }
    return purpose;
  }

  private static Set<ConsentAction> actions(@Nullable List<CodeType> given) {
    if (given == null || given.isEmpty()) {
      return READING;
    }
    Set<ConsentAction> actions = EnumSet.noneOf(ConsentAction.class);
    for (CodeType code : given) {
      ConsentAction action =
          ConsentAction.of(new Code(CodeSystems.CONSENT_ACTION, code.getValueNotNull()));
      if (action == null) {
        throw new InvalidRequestException(
            "'action' must be one of "
                + Arrays.stream(ConsentAction.values())
                    .map(ConsentAction::code)
                    .collect(Collectors.joining(", ")));
      }
      actions.add(action);
    }
    return actions;
  }

  private static Channel channel(@Nullable CodeType given) {
    if (given == null || !given.hasValue()) {
      return Channel.INTERACTIVE;
    }
    return Arrays.stream(Channel.values())
        .filter(it -> code(it).equals(given.getValue()))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "'channel' must be one of "
                        + Arrays.stream(Channel.values())
                            .map(AccessQuestionReader::code)
                            .collect(Collectors.joining(", "))));
  }

  /** How requests and answers name a way. */
  static String code(Channel channel) {
    return channel.name().toLowerCase(Locale.ROOT);
  }

  private Instant time(@Nullable DateTimeType given) {
    if (given == null || !given.hasValue()) {
      return clock.instant();
    }
    if (given.getTimeZone() == null) {
      throw new InvalidRequestException(
          "'time' needs a time of day with its zone, such as 2026-06-01T12:00:00Z");
    }
    return given.getValue().toInstant();
  }
}
