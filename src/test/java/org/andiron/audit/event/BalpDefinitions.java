package org.andiron.audit.event;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.andiron.risk.Installed;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemContentMode;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.ElementDefinition.ConstraintSeverity;
import org.hl7.fhir.r4.model.ElementDefinition.DiscriminatorType;
import org.hl7.fhir.r4.model.ElementDefinition.SlicingRules;
import org.hl7.fhir.r4.model.Enumerations.BindingStrength;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.StructureDefinition.StructureDefinitionKind;
import org.hl7.fhir.r4.model.StructureDefinition.TypeDerivationRule;
import org.hl7.fhir.r4.model.Type;
import org.hl7.fhir.r4.model.ValueSet;

/**
 * The definitions of IHE BALP 1.1.4, made anew from what it says, and a validator that knows them:
 * a second judge beside {@link BalpConformance}, in the words of FHIR. No package of BALP is where
 * the build gets its parts.
 */
public final class BalpDefinitions {

  private static final String BALP = "https://profiles.ihe.net/ITI/BALP/";
  private static final String PROFILES = BALP + "StructureDefinition/";
  private static final String R4_AUDIT_EVENT = "http://hl7.org/fhir/StructureDefinition/AuditEvent";
  private static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String HL7 = "http://terminology.hl7.org/CodeSystem/";
  private static final String PARTICIPATION = HL7 + "v3-ParticipationType";
  private static final String INTERACTION = "http://hl7.org/fhir/restful-interaction";
  private static final String ENTITY_TYPE = HL7 + "audit-entity-type";
  private static final String OBJECT_ROLE = HL7 + "object-role";
  private static final String USER_AGENTS = BALP + "CodeSystem/UserAgentTypes";
  private static final String ENTITY_TYPES = BALP + "CodeSystem/BasicAuditEntityType";
  private static final String DECISIONS = BALP + "CodeSystem/AuthZsubType";
  private static final String MANY = "*";

  /** The elements of agents and entities. */
  private static final List<String> ORDER =
      List.of(
          "what",
          "type",
          "role",
          "who",
          "altId",
          "name",
          "requestor",
          "location",
          "policy",
          "media",
          "network",
          "purposeOfUse",
          "lifecycle",
          "query",
          "detail");

  private static final FhirContext R4 = FhirContext.forR4Cached();
  private static final FhirValidator VALIDATOR = validator();

  private BalpDefinitions() {}

  /**
   * What neither R4 nor a claimed profile allows, of the bytes that would be kept. A profile that
   * is not known here is an error.
   */
  public static List<String> errors(AuditEvent event) {
    String json = new String(AuditEvents.canonicalJson(event), StandardCharsets.UTF_8);
    return VALIDATOR.validateWithResult(json).getMessages().stream()
        .filter(it -> it.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
        .map(SingleValidationMessage::toString)
        .toList();
  }

  private static FhirValidator validator() {
    PrePopulatedValidationSupport balp = new PrePopulatedValidationSupport(R4);
    profiles().forEach(balp::addStructureDefinition);
    valueSets().forEach(balp::addValueSet);
    codeSystems().forEach(balp::addCodeSystem);
    FhirInstanceValidator instances =
        new FhirInstanceValidator(
            new ValidationSupportChain(
                // What is read may be labelled as asserted by software.
                Installed.labels(R4),
                new DefaultProfileValidationSupport(R4),
                balp,
                new SnapshotGeneratingValidationSupport(R4),
                new InMemoryTerminologyServerValidationSupport(R4),
                new CommonCodeSystemsTerminologyService(R4)));
    instances.setErrorForUnknownProfiles(true);
    return R4.newValidator().registerValidatorModule(instances);
  }

  private static List<StructureDefinition> profiles() {
    List<StructureDefinition> all = new ArrayList<>();
    all.addAll(
        rest(
            "Create",
            "C",
            fixed("AuditEvent.subtype:any", coding(INTERACTION, "create")),
            machines(concept(DCM, "110153"), concept(DCM, "110152")),
            author(),
            data()));
    all.addAll(
        rest(
            "Read",
            "R",
            bound("AuditEvent.subtype:any", "AllReadVS"),
            machines(concept(DCM, "110152"), concept(DCM, "110153")),
            recipient(),
            data()));
    all.addAll(
        rest(
            "Update",
            "U",
            bound("AuditEvent.subtype:any", "AllUpdateVS"),
            machines(concept(DCM, "110153"), concept(DCM, "110152")),
            author(),
            data()));
    all.addAll(
        rest(
            "Delete",
            "D",
            fixed("AuditEvent.subtype:any", coding(INTERACTION, "delete")),
            machines(
                concept(DCM, "110150"), concept(HL7 + "provenance-participant-type", "custodian")),
            author(),
            data()));
    all.addAll(
        rest(
            "Query",
            "E",
            bound("AuditEvent.subtype:any", "AllSearchVS"),
            machines(concept(DCM, "110153"), concept(DCM, "110152")),
            recipient(),
            query()));
    all.add(minimal());
    all.add(comprehensive());
    all.add(authzConsent());
    all.add(disclosure("Source", "110106", "R", "source"));
    all.add(disclosure("Recipient", "110107", "C", "recipient"));
    all.add(getAccessToken());
    return all;
  }

  private static List<StructureDefinition> rest(
      String name,
      String action,
      ElementDefinition interaction,
      List<ElementDefinition> machines,
      List<ElementDefinition> user,
      List<ElementDefinition> object) {
    List<ElementDefinition> elements = new ArrayList<>();
    elements.add(fixed("AuditEvent.type", coding(HL7 + "audit-event-type", "rest")));
    elements.add(slicing("AuditEvent.subtype", "$this", SlicingRules.OPEN, 1, MANY));
    elements.add(interaction.setSliceName("any").setMin(1).setMax("1"));
    elements.add(fixed("AuditEvent.action", new CodeType(action)));
    elements.add(fixed("AuditEvent.outcome", new CodeType("0")).setMin(1));
    elements.add(slicing("AuditEvent.agent", "type", SlicingRules.OPEN, 2, MANY));
    elements.addAll(machines);
    elements.addAll(user);
    elements.add(slicing("AuditEvent.entity", "type", SlicingRules.OPEN, 1, MANY));
    String transaction = "AuditEvent.entity:transaction";
    elements.add(slice(transaction, 0, "1"));
    elements.add(element(transaction + ".what.identifier.value").setMin(1));
    elements.add(fixed(transaction + ".type", coding(ENTITY_TYPES, "XrequestId")).setMin(1));
    elements.addAll(object);
    StructureDefinition plain = definition("IHE.BasicAudit." + name, R4_AUDIT_EVENT, elements);

    List<ElementDefinition> more = new ArrayList<>();
    more.add(element("AuditEvent.entity").setMin(2));
    more.addAll(patient());
    return List.of(plain, definition("IHE.BasicAudit.Patient" + name, plain.getUrl(), more));
  }

  private static List<ElementDefinition> machines(CodeableConcept client, CodeableConcept server) {
    List<ElementDefinition> elements = new ArrayList<>();
    elements.addAll(machine("client", client));
    elements.addAll(machine("server", server));
    return elements;
  }

  private static List<ElementDefinition> machine(String name, CodeableConcept type) {
    String agent = "AuditEvent.agent:" + name;
    return List.of(
        slice(agent, 1, "1"),
        fixed(agent + ".type", type).setMin(1),
        element(agent + ".who").setMin(1),
        none(agent + ".media"),
        element(agent + ".network").setMin(1));
  }

  private static List<ElementDefinition> author() {
    return user(bound("AuditEvent.agent:user.type", "DataSources").setMin(1));
  }

  private static List<ElementDefinition> recipient() {
    return user(fixed("AuditEvent.agent:user.type", concept(PARTICIPATION, "IRCP")).setMin(1));
  }

  private static List<ElementDefinition> user(ElementDefinition type) {
    String agent = "AuditEvent.agent:user";
    return List.of(
        slice(agent, 0, "1"),
        type,
        element(agent + ".who").setMin(1),
        fixed(agent + ".requestor", new BooleanType(true)),
        none(agent + ".media"),
        none(agent + ".network"));
  }

  private static List<ElementDefinition> data() {
    String entity = "AuditEvent.entity:data";
    return List.of(
        slice(entity, 1, "1"),
        element(entity + ".what").setMin(1),
        fixed(entity + ".type", coding(ENTITY_TYPE, "2")).setMin(1),
        bound(entity + ".role", "RestObjectRoles").setMin(1));
  }

  private static List<ElementDefinition> query() {
    String entity = "AuditEvent.entity:query";
    return List.of(
        slice(entity, 1, "1"),
        none(entity + ".what"),
        fixed(entity + ".type", coding(ENTITY_TYPE, "2")).setMin(1),
        fixed(entity + ".role", coding(OBJECT_ROLE, "24")).setMin(1),
        none(entity + ".lifecycle"),
        element(entity + ".query").setMin(1),
        none(entity + ".detail"));
  }

  private static List<ElementDefinition> patient() {
    String entity = "AuditEvent.entity:patient";
    ElementDefinition what = element(entity + ".what").setMin(1);
    what.addType()
        .setCode("Reference")
        .addTargetProfile("http://hl7.org/fhir/StructureDefinition/Patient");
    return List.of(
        slice(entity, 1, "1"),
        what,
        fixed(entity + ".type", coding(ENTITY_TYPE, "1")).setMin(1),
        fixed(entity + ".role", coding(OBJECT_ROLE, "1")).setMin(1));
  }

  private static StructureDefinition minimal() {
    String user = "AuditEvent.agent:oUser";
    return definition(
        "IHE.BasicAudit.OAUTHaccessTokenUse.Minimal",
        R4_AUDIT_EVENT,
        List.of(
            slicing("AuditEvent.agent", "type", SlicingRules.OPEN, 1, MANY),
            slice(user, 1, MANY),
            fixed(user + ".type", concept(USER_AGENTS, "UserOauthAgent")).setMin(1),
            fixed(user + ".requestor", new BooleanType(true)),
            element(user + ".policy").setMin(1).setMax("1"),
            none(user + ".media"),
            none(user + ".network")));
  }

  private static StructureDefinition comprehensive() {
    String client = "AuditEvent.agent:oClient";
    String user = "AuditEvent.agent:oUser";
    return definition(
        "IHE.BasicAudit.OAUTHaccessTokenUse.Comprehensive",
        R4_AUDIT_EVENT,
        List.of(
            slicing("AuditEvent.agent", "type", SlicingRules.OPEN, 1, MANY),
            slice(client, 1, "1"),
            fixed(client + ".type", concept(DCM, "110150")).setMin(1),
            element(client + ".who").setMin(1),
            element(client + ".who.identifier").setMin(1),
            element(client + ".who.identifier.value").setMin(1),
            none(client + ".media"),
            slice(user, 0, "1"),
            fixed(user + ".type", concept(PARTICIPATION, "IRCP")).setMin(1),
            element(user + ".who").setMin(1),
            element(user + ".who.identifier").setMin(1),
            fixed(user + ".requestor", new BooleanType(true)),
            element(user + ".policy").setMin(1).setMax("1"),
            none(user + ".media"),
            none(user + ".network")));
  }

  private static StructureDefinition authzConsent() {
    List<ElementDefinition> elements = new ArrayList<>();
    elements.add(none("AuditEvent.modifierExtension"));
    elements.add(fixed("AuditEvent.type", coding(DCM, "110113")));
    elements.add(bound("AuditEvent.subtype", "AuthZsubTypeVS").setMin(1));
    elements.add(fixed("AuditEvent.action", new CodeType("E")));
    elements.add(element("AuditEvent.outcome").setMin(1));
    elements.add(slicing("AuditEvent.agent", "type", SlicingRules.OPEN, 4, MANY));
    elements.addAll(
        party(
            "client",
            concept(DCM, "110150"),
            element("AuditEvent.agent:client.network").setMin(1),
            "role",
            "altId",
            "name",
            "location",
            "media",
            "purposeOfUse"));
    elements.addAll(
        party(
            "user",
            concept(PARTICIPATION, "IRCP"),
            fixed("AuditEvent.agent:user.requestor", new BooleanType(true)),
            "altId",
            "location",
            "media",
            "network"));
    elements.addAll(
        party(
            "userorg",
            concept(HL7 + "v3-RoleClass", "PROV"),
            fixed("AuditEvent.agent:userorg.requestor", new BooleanType(false)),
            "role",
            "altId",
            "name",
            "location",
            "policy",
            "media",
            "network"));
    List<ElementDefinition> authorizer =
        party(
            "authorizer",
            concept(HL7 + "extra-security-role-type", "authserver"),
            fixed("AuditEvent.agent:authorizer.requestor", new BooleanType(false)),
            "role",
            "altId",
            "name",
            "location",
            "policy",
            "media",
            "network",
            "purposeOfUse");
    isObserver(authorizer.get(0));
    elements.addAll(authorizer);
    elements.add(slicing("AuditEvent.entity", "type", SlicingRules.CLOSED, 2, MANY));
    elements.addAll(patient());
    String consent = "AuditEvent.entity:consent";
    elements.add(slice(consent, 1, MANY));
    elements.add(element(consent + ".what").setMin(1));
    elements.add(
        fixed(consent + ".type", coding("http://hl7.org/fhir/resource-types", "Consent"))
            .setMin(1));
    String token = "AuditEvent.entity:token";
    elements.add(slice(token, 0, "1"));
    elements.add(element(token + ".what").setMin(1));
    elements.add(element(token + ".what.identifier").setMin(1));
    elements.add(element(token + ".what.identifier.value").setMin(1));
    elements.add(fixed(token + ".type", coding(USER_AGENTS, "UserOauthAgent")).setMin(1));
    return definition("IHE.BasicAudit.AuthZconsent", R4_AUDIT_EVENT, elements);
  }

  private static List<ElementDefinition> party(
      String name, CodeableConcept type, ElementDefinition own, String... absent) {
    String agent = "AuditEvent.agent:" + name;
    List<ElementDefinition> elements = new ArrayList<>();
    elements.add(slice(agent, 1, "1"));
    elements.add(fixed(agent + ".type", type).setMin(1));
    elements.add(element(agent + ".who").setMin(1));
    for (String element : absent) {
      elements.add(none(agent + "." + element));
    }
    elements.add(own);
    return elements;
  }

  private static StructureDefinition disclosure(
      String name, String type, String action, String observer) {
    List<ElementDefinition> elements = new ArrayList<>();
    elements.add(none("AuditEvent.modifierExtension"));
    elements.add(fixed("AuditEvent.type", coding(DCM, type)));
    elements.add(slicing("AuditEvent.subtype", "$this", SlicingRules.OPEN, 1, MANY));
    elements.add(
        fixed("AuditEvent.subtype:disclosure", coding(HL7 + "iso-21089-lifecycle", "disclose"))
            .setSliceName("disclosure")
            .setMin(1)
            .setMax("1"));
    elements.add(fixed("AuditEvent.action", new CodeType(action)));
    elements.add(element("AuditEvent.outcome").setMin(1));
    elements.add(slicing("AuditEvent.agent", "type", SlicingRules.OPEN, 2, MANY));
    elements.addAll(end("source", concept(DCM, "110153"), 1, observer));
    elements.addAll(end("recipient", concept(DCM, "110152"), 1, observer));
    elements.addAll(end("custodian", concept("http://snomed.info/sct", "159541003"), 0, observer));
    elements.addAll(end("authorizer", concept("http://snomed.info/sct", "429577009"), 0, observer));
    elements.add(slicing("AuditEvent.entity", "type", SlicingRules.OPEN, 2, MANY));
    elements.addAll(patient());
    return definition("IHE.BasicAudit.PrivacyDisclosure." + name, R4_AUDIT_EVENT, elements);
  }

  /** One end of a disclosure; those that are required are on the network. */
  private static List<ElementDefinition> end(
      String name, CodeableConcept type, int min, String observer) {
    String agent = "AuditEvent.agent:" + name;
    List<ElementDefinition> elements = new ArrayList<>();
    elements.add(slice(agent, min, "1"));
    if (name.equals(observer)) {
      isObserver(elements.get(0));
    }
    elements.add(fixed(agent + ".type", type).setMin(1));
    elements.add(element(agent + ".who").setMin(1));
    if (min == 1) {
      elements.add(element(agent + ".network").setMin(1));
    }
    return elements;
  }

  private static StructureDefinition getAccessToken() {
    List<ElementDefinition> elements = new ArrayList<>();
    elements.add(fixed("AuditEvent.type", coding(DCM, "110114")));
    elements.add(
        fixed("AuditEvent.subtype", coding("urn:ihe:event-type-code", "ITI-71"))
            .setMin(1)
            .setMax("1"));
    elements.add(fixed("AuditEvent.action", new CodeType("E")));
    elements.add(fixed("AuditEvent.outcome", new CodeType("0")).setMin(1));
    elements.add(slicing("AuditEvent.agent", "type", SlicingRules.CLOSED, 2, "3"));
    elements.addAll(machine("client", concept(DCM, "110150")));
    elements.addAll(machine("auth-server", concept(USER_AGENTS, "AuthzOauthService")));
    elements.addAll(recipient());
    elements.add(none("AuditEvent.agent:user.altId"));
    elements.add(slicing("AuditEvent.entity", "role", SlicingRules.CLOSED, 1, "1"));
    String request = "AuditEvent.entity:token-request";
    elements.add(slice(request, 1, "1"));
    elements.add(none(request + ".what"));
    elements.add(fixed(request + ".type", coding(ENTITY_TYPE, "2")).setMin(1));
    elements.add(fixed(request + ".role", coding(OBJECT_ROLE, "24")).setMin(1));
    elements.add(element(request + ".query").setMin(1));
    return definition("IHE.IUA.71", R4_AUDIT_EVENT, elements);
  }

  private static List<ValueSet> valueSets() {
    return List.of(
        valueSet("AllReadVS", INTERACTION, "read", "vread"),
        valueSet("AllUpdateVS", INTERACTION, "update", "patch"),
        valueSet("AllSearchVS", INTERACTION, "search", "search-type", "search-system"),
        valueSet("DataSources", PARTICIPATION, "AUT", "INF", "CST"),
        valueSet("RestObjectRoles", OBJECT_ROLE, "4", "3", "20"),
        valueSet("AuthZsubTypeVS", DECISIONS, "AuthZ-Consent", "AuthZ-Role"));
  }

  private static List<CodeSystem> codeSystems() {
    CodeSystem decisions = codeSystem(DECISIONS);
    decisions
        .addConcept()
        .setCode("AuthZ-Consent")
        .setDisplay("Authorization Decision using Roles and Consent");
    decisions
        .addConcept()
        .setCode("AuthZ-Role")
        .setDisplay("Authorization Decision using only Roles");
    CodeSystem agents = codeSystem(USER_AGENTS);
    agents.addConcept().setCode("UserSamlAgent").setDisplay("User SAML Agent participant");
    agents.addConcept().setCode("UserOauthAgent").setDisplay("User OAuth Agent participant");
    agents.addConcept().setCode("AuthzOauthService").setDisplay("OAuth Authorization Server");
    CodeSystem entities = codeSystem(ENTITY_TYPES);
    entities
        .addConcept()
        .setCode("XrequestId")
        .setDisplay("transport specific unique identifier where http X-Request-Id is used");
    return List.of(decisions, agents, entities);
  }

  private static StructureDefinition definition(
      String id, String base, List<ElementDefinition> elements) {
    StructureDefinition definition = new StructureDefinition();
    definition.setId(id);
    definition
        .setUrl(PROFILES + id)
        .setName(id.replaceAll("[^A-Za-z0-9]", ""))
        .setStatus(PublicationStatus.ACTIVE)
        .setFhirVersion(FHIRVersion._4_0_1)
        .setKind(StructureDefinitionKind.RESOURCE)
        .setAbstract(false)
        .setType("AuditEvent")
        .setBaseDefinition(base)
        .setDerivation(TypeDerivationRule.CONSTRAINT);
    definition.getDifferential().addElement(element("AuditEvent"));
    inOrder(elements).forEach(definition.getDifferential()::addElement);
    return definition;
  }

  /** Slices as they are given, and in each its elements as R4 has them: others are not found. */
  private static List<ElementDefinition> inOrder(List<ElementDefinition> elements) {
    Map<String, List<ElementDefinition>> bySlice =
        elements.stream()
            .collect(
                Collectors.groupingBy(
                    it -> it.getId().split("\\.", 3)[1], LinkedHashMap::new, Collectors.toList()));
    return bySlice.values().stream()
        .flatMap(slice -> slice.stream().sorted(Comparator.comparingInt(it -> position(it))))
        .toList();
  }

  private static int position(ElementDefinition element) {
    String[] path = element.getPath().split("\\.");
    return path.length < 3 ? -1 : ORDER.indexOf(path[2]);
  }

  private static ElementDefinition element(String id) {
    ElementDefinition element = new ElementDefinition();
    element.setId(id);
    element.setPath(id.replaceAll(":[A-Za-z-]+", ""));
    return element;
  }

  private static ElementDefinition none(String id) {
    return element(id).setMax("0");
  }

  private static ElementDefinition fixed(String id, Type pattern) {
    return element(id).setPattern(pattern);
  }

  private static ElementDefinition bound(String id, String valueSet) {
    ElementDefinition element = element(id);
    element
        .getBinding()
        .setStrength(BindingStrength.REQUIRED)
        .setValueSet(BALP + "ValueSet/" + valueSet);
    return element;
  }

  private static ElementDefinition slicing(
      String id, String discriminator, SlicingRules rules, int min, String max) {
    ElementDefinition element = element(id).setMin(min).setMax(max);
    element
        .getSlicing()
        .setRules(rules)
        .addDiscriminator()
        .setType(DiscriminatorType.VALUE)
        .setPath(discriminator);
    return element;
  }

  private static ElementDefinition slice(String id, int min, String max) {
    return element(id).setSliceName(id.substring(id.indexOf(':') + 1)).setMin(min).setMax(max);
  }

  private static void isObserver(ElementDefinition agent) {
    agent
        .addConstraint()
        .setKey("val-audit-source")
        .setSeverity(ConstraintSeverity.ERROR)
        .setHuman("The Audit Source is this agent too.")
        .setExpression("$this.who = %resource.source.observer");
  }

  private static ValueSet valueSet(String id, String system, String... codes) {
    ValueSet valueSet = new ValueSet();
    valueSet.setId(id);
    valueSet.setUrl(BALP + "ValueSet/" + id).setStatus(PublicationStatus.ACTIVE);
    ValueSet.ConceptSetComponent include = valueSet.getCompose().addInclude().setSystem(system);
    for (String code : codes) {
      include.addConcept().setCode(code);
    }
    return valueSet;
  }

  private static CodeSystem codeSystem(String url) {
    return new CodeSystem()
        .setUrl(url)
        .setStatus(PublicationStatus.ACTIVE)
        .setCaseSensitive(true)
        .setContent(CodeSystemContentMode.COMPLETE);
  }

  private static Coding coding(String system, String code) {
    return new Coding().setSystem(system).setCode(code);
  }

  private static CodeableConcept concept(String system, String code) {
    return new CodeableConcept().addCoding(coding(system, code));
  }
}
