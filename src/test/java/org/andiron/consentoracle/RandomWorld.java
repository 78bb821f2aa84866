package org.andiron.consentoracle;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A small world, so that what is drawn at random often meets. */
final class RandomWorld {

  static final String PATIENT = "Patient/a";
  static final String OTHER_PATIENT = "Patient/b";
  static final String PRIVILEGED = "Group/privileged";

  static final List<ZoneId> ZONES =
      List.of(
          ZoneOffset.UTC,
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Pacific/Auckland"));

  static final List<String> TYPES =
      List.of(
          "Observation",
          "Condition",
          "Encounter",
          "EpisodeOfCare",
          "CarePlan",
          "DocumentReference",
          "Consent",
          "AuditEvent",
          "Task");

  static final List<String> PROFILES =
      List.of("http://example.org/profiles/lab", "http://example.org/profiles/summary");

  static final List<Code> CONTENTS =
      List.of(
          new Code(Code.MIME_TYPES, "application/pdf"),
          new Code(Code.MIME_TYPES, "image/png"),
          new Code(Code.FORMATS, "urn:ihe:pcc:xphr:2007"));

  static final List<Code> REASONS =
      List.of(
          Code.reason("TREAT"),
          Code.reason("TREAT"),
          Code.reason("ETREAT"),
          Code.reason("BTG"),
          Code.reason("HPAYMT"),
          Code.reason("COVERAGE"),
          Code.reason("HOPERAT"),
          Code.reason("HRESCH"),
          Code.reason("CLINTRCH"),
          Code.reason("CLINTRCHPC"),
          Code.reason("PATRQT"),
          Code.reason("HMARKT"),
          Code.reason("PurposeOfUse"),
          new Code("http://example.org/purposes", "FooBar"));

  static final List<Code> LABELS =
      List.of(
          Code.confidentiality("L"),
          Code.confidentiality("N"),
          Code.confidentiality("N"),
          Code.confidentiality("R"),
          Code.confidentiality("R"),
          Code.confidentiality("V"),
          Code.sensitivity("ETH"),
          Code.sensitivity("ETHUD"),
          Code.sensitivity("OPIOIDUD"),
          Code.sensitivity("SUD"),
          Code.sensitivity("PSY"),
          Code.sensitivity("HIV"),
          Code.reason("HTEST"));

  /** A disease, a kind of it, and a kind of that; another; and what marks a review. */
  static final List<Code> CLINICAL =
      List.of(
          clinical("disease"),
          clinical("kind"),
          clinical("kind-of-kind"),
          clinical("other"),
          ConsentOracle.OVERRIDE);

  private static final Map<Code, Set<Code>> BROADER =
      Map.of(
          clinical("kind"),
          Set.of(clinical("disease")),
          clinical("kind-of-kind"),
          Set.of(clinical("kind")));

  static final List<String> RESOURCES = resources();

  private static final List<Party> PARTIES =
      List.of(
          person("Practitioner/p1", 1),
          person("Practitioner/p2", 2),
          person("Practitioner/p3", 3),
          Party.of(PATIENT),
          Party.of(OTHER_PATIENT),
          Party.of("RelatedPerson/mother"),
          role("PractitionerRole/r1", "Practitioner/p1"),
          role("PractitionerRole/r2", "Practitioner/p2"),
          site("Organization/whole", 1, null),
          site("Organization/part", 2, "Organization/whole"),
          site("Organization/part-of-part", 3, "Organization/part"),
          site("Organization/elsewhere", 4, null),
          Party.of("CareTeam/c1"),
          Party.of("CareTeam/c2"),
          Party.of("Group/g1"),
          Party.of(PRIVILEGED),
          Party.of("Device/app"),
          Party.of("Device/other-app"));

  private RandomWorld() {}

  static World in(ZoneId zone, boolean requireVerified) {
    return World.of(zone, PARTIES, BROADER, PRIVILEGED, requireVerified);
  }

  private static Code clinical(String value) {
    return new Code("http://example.org/diseases", value);
  }

  /** Each with a staff number and one of a register. */
  private static Party person(String reference, int number) {
    return Party.of(
        reference,
        new Ident("http://example.org/staff", "" + number),
        new Ident("http://example.org/register", "" + number));
  }

  private static Party role(String reference, String practitioner) {
    return new Party(reference, Set.of(), null, practitioner);
  }

  private static Party site(String reference, int number, @Nullable String partOf) {
    return new Party(
        reference, Set.of(new Ident("http://example.org/sites", "" + number)), partOf, null);
  }

  private static List<String> resources() {
    List<String> all = new ArrayList<>();
    for (String type : TYPES) {
      all.add(type + "/1");
      all.add(type + "/2");
    }
    return all;
  }

  /** The identifier of each resource. */
  static Ident identifier(String resource) {
    return new Ident("http://example.org/records", resource.replace('/', '-'));
  }
}
