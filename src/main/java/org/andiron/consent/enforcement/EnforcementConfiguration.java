package org.andiron.consent.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.term.api.ITermReadSvc;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.andiron.consent.ConsentProperties;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.decision.ConsentEvaluator;
import org.andiron.consent.directive.ConsentReader;
import org.andiron.consent.directive.TimeReader;
import org.andiron.consent.facts.KnownResources;
import org.andiron.consent.facts.ResourceFactsReader;
import org.andiron.consent.glass.GlassOpenings;
import org.andiron.consent.glass.GlassRecords;
import org.andiron.consent.intake.StoredReferences;
import org.andiron.consent.label.Labeller;
import org.andiron.consent.labelling.LabelledResources;
import org.andiron.consent.requester.PurposeOfUse;
import org.andiron.consent.requester.Requesters;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.term.CodeSubsumption;
import org.andiron.security.RolePurposes;
import org.andiron.server.FhirContribution;
import org.andiron.storage.CountedPatients;
import org.andiron.storage.RestrictedAccess;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFolder;
import org.andiron.storage.config.Digest;
import org.andiron.visibility.NamedResources;
import org.andiron.visibility.VisibleResources;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Joins consents where resources are stored and where requests are answered. */
@Configuration(proxyBeanMethods = false)
class EnforcementConfiguration {

  private static final Clock CLOCK = Clock.systemUTC();

  /** Counted up when other facts are read of the same resource, so that all are ruled anew. */
  private static final String FACTS = " facts-6";

  /** Where nobody signs in, nobody has a role. */
  @Bean
  PurposeOfUse purposeOfUse(ObjectProvider<RolePurposes> stated) {
    return new PurposeOfUse(stated.getIfAvailable(() -> new RolePurposes(List.of())));
  }

  @Bean
  RequestReaders requestReaders(PurposeOfUse purposes) {
    return new RequestReaders(purposes);
  }

  @Bean
  RuleBook ruleBook(DataSource dataSource, PlatformTransactionManager transactions) {
    TransactionTemplate alone = new TransactionTemplate(transactions);
    alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    return new RuleBook(new JdbcTemplate(dataSource), alone);
  }

  @Bean
  Requesters requesters(
      DataSource dataSource,
      FhirContext context,
      PlatformTransactionManager transactions,
      ConsentProperties properties) {
    return new Requesters(
        new JdbcTemplate(dataSource), context, transactions, properties.timeZone(), CLOCK);
  }

  @Bean
  Requests consentRequests(Requesters requesters) {
    return new Requests(requesters);
  }

  @Bean
  WithheldRules withheldRules(DataSource dataSource, RuleBook book, Requests requests) {
    return new WithheldRules(new JdbcTemplate(dataSource), book, requests, CLOCK);
  }

  @Bean
  WriteCheck writeCheck(DataSource dataSource, RuleBook book, Requests requests) {
    return new WriteCheck(new JdbcTemplate(dataSource), book, requests, CLOCK);
  }

  @Bean
  PatientConsents patientConsents(
      DataSource dataSource,
      FhirContext context,
      StoredReferences references,
      ConsentProperties properties) {
    return new PatientConsents(
        new JdbcTemplate(dataSource),
        context,
        new ConsentReader(references.within(null), properties.timeZone()));
  }

  @Bean
  ClinicalCodes clinicalCodes(ITermReadSvc terminology, DataSource dataSource) {
    return new ClinicalCodes(terminology, new JdbcTemplate(dataSource));
  }

  @Bean
  StoredFacts storedFacts(
      DataSource dataSource,
      FhirContext context,
      JpaStorageSettings settings,
      StoredVersions versions,
      ConsentPolicies policies,
      ConsentProperties properties) {
    return new StoredFacts(
        new JdbcTemplate(dataSource),
        new ResourceFactsReader(
            context, properties.timeZone(), settings::getTreatBaseUrlsAsLocal, KnownResources.NONE),
        versions,
        NamedData.of(policies.legal().stream().map(LegalPolicy::rule).toList()));
  }

  @Bean
  NamedResources namedResources(StoredFacts facts) {
    return resource -> resource instanceof Resource named ? facts.namedIn(named) : Set.of();
  }

  @Bean
  StoredVersions storedVersions(
      DataSource dataSource, FhirContext context, Labeller labeller, LabelledResources labelled) {
    return new StoredVersions(dataSource, context, labeller, labelled);
  }

  @Bean
  RuleMaking ruleMaking(
      StoredFacts facts, CodeSubsumption clinicalCodes, ConsentPolicies policies) {
    return new RuleMaking(facts, clinicalCodes, policies, CLOCK);
  }

  @Bean
  ConsentEvaluator consentEvaluator(CodeSubsumption clinicalCodes) {
    return new ConsentEvaluator(clinicalCodes);
  }

  @Bean
  PatientRecords patientRecords(
      DataSource dataSource,
      PatientConsents consents,
      StoredVersions versions,
      StoredFacts facts,
      PlatformTransactionManager transactions) {
    return new PatientRecords(
        new JdbcTemplate(dataSource), consents, versions, facts, transactions);
  }

  @Bean
  RuledResources ruledResources(
      ObjectProvider<RestrictedAccess> access,
      DataSource dataSource,
      PatientConsents consents,
      StoredVersions versions,
      StoredFacts facts,
      RuleMaking making,
      RuleBook book,
      ConsentPolicies policies,
      WriteCheck writes) {
    JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    return new RuledResources(
        access,
        jdbc,
        consents,
        versions,
        making,
        book,
        new RuledRows(jdbc),
        new ToldRows(jdbc, versions, facts),
        new NamedRows(jdbc),
        new LegallyNamedData(jdbc, policies.legal()),
        writes);
  }

  @Bean
  WithheldParts withheldParts(
      ObjectProvider<RestrictedAccess> access,
      DataSource dataSource,
      FhirContext context,
      Labeller labeller,
      LabelledResources labelled,
      PatientConsents consents,
      RuleMaking making,
      Requests requests) {
    return new WithheldParts(
        access,
        new JdbcTemplate(dataSource),
        labelled,
        consents,
        new StoredVersions(dataSource, context, labeller, labelled),
        making,
        requests,
        CLOCK);
  }

  @Bean
  RecordRuling recordRuling(
      ConfigurationFolder folder,
      ConsentProperties properties,
      DataSource dataSource,
      PlatformTransactionManager transactions,
      PatientConsents consents,
      RuleMaking making,
      ClinicalCodes codes,
      Labeller labeller,
      RuledResources resources) {
    return new RecordRuling(
        fingerprint(folder, properties, labeller),
        new JdbcTemplate(dataSource),
        new TransactionTemplate(transactions),
        consents,
        making,
        codes,
        resources);
  }

  /** Other rules for labels have looked at nothing yet, so that other labels are unknown. */
  private static String fingerprint(
      ConfigurationFolder folder, ConsentProperties properties, Labeller labeller) {
    StringBuilder all = new StringBuilder(ConsentDecision.ALGORITHM).append(FACTS);
    all.append(' ').append(properties.timeZone()).append(' ').append(labeller.version());
    Stream.of("consent-policies", "consent-policies/legal")
        .flatMap(it -> folder.files(it).stream())
        .sorted(Comparator.comparing(ConfigurationFile::path))
        .forEach(it -> all.append(it.path()).append(' ').append(Digest.of(it.read())).append(' '));
    return Digest.of(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Bean
  EmergencyAccess emergencyAccess(
      ConsentPolicies policies,
      DataSource dataSource,
      Requests requests,
      WithheldRules rules,
      GlassOpenings openings,
      VisibleResources resources) {
    return new EmergencyAccess(
        policies.breakGlass(),
        new JdbcTemplate(dataSource),
        requests,
        rules,
        openings,
        resources,
        CLOCK);
  }

  @Bean
  CountedPatients emergencyCounts() {
    return new EmergencyCounts();
  }

  @Bean
  FhirContribution consentEnforcement(
      ConsentProperties properties,
      RequestReaders readers,
      EmergencyAccess emergencies,
      GlassRecords records,
      DataSource dataSource,
      WriteCheck writes,
      Requests requests) {
    JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    return new FhirContribution(
        List.of(new BreakGlassOperation(emergencies, records)),
        List.of(
            new ConsentInterceptor(readers, new GlassOfRequest(emergencies, records), writes),
            new MembershipInterceptor(
                emergencies.policy().groups(),
                party -> requests.requester(party, Epochs.read(jdbc, party)),
                new OwnMemberships(new TimeReader(properties.timeZone()))),
            new EvenNotFound(properties.notFoundSpan()),
            new SuppressedReads(emergencies),
            new EmergencyAnswers(jdbc, records)));
  }

  @Bean
  ConsentsByPurpose consentsByPurpose(
      DataSource dataSource,
      PatientRecords records,
      Requests requests,
      ConsentEvaluator evaluator,
      ConsentPolicies policies) {
    return new ConsentsByPurpose(
        new JdbcTemplate(dataSource), records, requests, evaluator, policies, CLOCK);
  }

  @Bean
  KnownConsents knownConsents(
      DataSource dataSource,
      PurposeOfUse purposes,
      PatientConsents consents,
      PatientRecords records,
      Requests requests,
      ConsentEvaluator evaluator,
      ConsentPolicies policies,
      PlatformTransactionManager transactions) {
    TransactionTemplate apart = new TransactionTemplate(transactions);
    apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    apart.setReadOnly(true);
    return new KnownConsents(
        new JdbcTemplate(dataSource),
        purposes,
        consents,
        records,
        requests,
        evaluator,
        policies,
        CLOCK,
        apart);
  }
}
