package org.andiron.consent.enforcement;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.residue.PatientRelation;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.andiron.security.Caller;
import org.andiron.visibility.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for what purpose: all of a request that decides what patients withhold from it. As JSON
 * it is the description of a {@link Reader}, the same for the same party.
 *
 * @param fhirUser the resource that stands for the user, as in {@code Practitioner/1}; null if none
 *     does
 * @param device the resource that is the app, as in {@code Device/1}; null if none is
 * @param roles names of the user's roles
 * @param purpose as {@code system|code}; null if it is not known
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record RequestingParty(
    @Nullable String fhirUser,
    @Nullable String device,
    SortedSet<String> roles,
    @Nullable String purpose,
    Channel channel) {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String PATIENT = "Patient/";

  RequestingParty {
    roles = new TreeSet<>(roles == null ? Set.of() : roles);
  }

  /** Whoever calls, on a way. */
  static RequestingParty of(Caller caller, @Nullable Code purpose, Channel channel) {
    return new RequestingParty(
        caller.fhirUser().orElse(null),
        caller.device().orElse(null),
        new TreeSet<>(caller.roles()),
        purpose == null ? null : text(purpose),
        channel);
  }

  /** The party that {@link #reader} described. */
  static RequestingParty of(Reader reader) {
    try {
      return JSON.readValue(reader.description(), RequestingParty.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the description of a requesting party", e);
    }
  }

  Reader reader() {
    try {
      return new Reader(JSON.writeValueAsString(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The resources that are the user and the app. */
  @JsonIgnore
  Set<ResourceRef> resources() {
    Set<ResourceRef> resources = new LinkedHashSet<>();
    Stream.of(fhirUser, device)
        .flatMap(Stream::ofNullable)
        .flatMap(it -> ResourceRef.ofRelative(it).stream())
        .forEach(resources::add);
    return resources;
  }

  /**
   * How it stands to a patient.
   *
   * @param patient id
   * @param opened ids of the patients whose glass it has broken
   */
  PatientRelation relationTo(String patient, Set<String> opened) {
    if (opened.contains(patient)) {
      return PatientRelation.GLASS_BROKEN;
    }
    return (PATIENT + patient).equals(fhirUser) ? PatientRelation.OWN_RECORD : PatientRelation.NONE;
  }

  /** The same with another purpose. */
  RequestingParty withPurpose(Code other) {
    return new RequestingParty(fhirUser, device, roles, text(other), channel);
  }

  /** Ids of the patients whose own record is asked for. */
  Set<String> ownPatients() {
    return fhirUser != null && fhirUser.startsWith(PATIENT)
        ? Set.of(fhirUser.substring(PATIENT.length()))
        : Set.of();
  }

  private static String text(Code purpose) {
    return purpose.system() + '|' + purpose.value();
  }

  @JsonIgnore
  @Nullable Code purposeCode() {
    if (purpose == null) {
      return null;
    }
    int bar = purpose.lastIndexOf('|');
    return new Code(purpose.substring(0, bar), purpose.substring(bar + 1));
  }
}
