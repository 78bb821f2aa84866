package org.andiron;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.andiron.risk.InstalledModel;
import org.jspecify.annotations.NullMarked;

/**
 * Keeps the layout of {@code src/docs/architecture.md} true: which module may use which, what of a
 * module others may use, and how classes are named.
 */
@AnalyzeClasses(packages = "org.andiron", importOptions = ImportOption.DoNotIncludeTests.class)
class ModularityTest {

  private static final String BASE = "org.andiron";

  /** Modules from left to right; a module may use those of earlier steps. */
  private static final List<Set<String>> STEPS =
      List.of(
          Set.of("startup"),
          Set.of("fhir"),
          Set.of("server", "storage"),
          Set.of("visibility"),
          Set.of("security"),
          Set.of("audit"),
          Set.of("consent"),
          Set.of("risk", "imaging", "report"),
          Set.of("ui", "ops"));

  /** Uses between modules of one step. */
  private static final Set<String> SIBLINGS =
      Set.of("storage → server", "report → risk", "report → imaging");

  /** Speak to a server over HTTP like any other client, and so need nothing of it. */
  private static final Set<String> CLIENT_MODULES = Set.of("load", "operator");

  private static final Set<String> CLIENT_MAY_USE = Set.of("startup", "fhir");

  /** Sub-packages that are part of their module's API, beside its root package. */
  private static final Set<String> OPEN_SUBPACKAGES =
      Set.of(
          BASE + ".audit.event", // what is said of an event
          BASE + ".server.egress", // which hosts may be connected to
          BASE + ".security.page.words", // what people call kinds of data
          BASE + ".server.error", // how any filter or valve answers with an OperationOutcome
          BASE + ".storage.config", // the operator's folder, and how its files are refused
          BASE + ".storage.replacement", // HAPI's beans, each replaced once
          BASE + ".storage.compartment", // in which compartment a request searches
          BASE + ".storage.query", // what a search asks for, whoever answers it
          BASE + ".storage.request", // how its parameters are checked and told back
          BASE + ".storage.postgres", // which database runs where
          BASE + ".storage.migration"); // whether the schema is complete

  private static final Pattern NAME_WITHOUT_MEANING =
      Pattern.compile(".*(Util|Utils|Utility|Manager|Helper|Impl|Common|Commons|Misc)");

  @ArchTest
  static final ArchRule modulesUseOnlyModulesToTheirLeft =
      classes()
          .that()
          .resideInAPackage(BASE + ".*..")
          .should(
              eachForeignDependency(
                  "use only modules to the left",
                  (user, used) ->
                      mayUse(user, used)
                          ? Optional.empty()
                          : Optional.of(
                              "module '%s' must not use module '%s'".formatted(user, used))));

  @ArchTest
  static final ArchRule modulesAreUsedThroughTheirApi =
      classes()
          .that()
          .resideInAPackage(BASE + ".*..")
          .should(
              new ArchCondition<>("use of another module only its root package or an open one") {
                @Override
                public void check(JavaClass user, ConditionEvents events) {
                  for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                    String used = dependency.getTargetClass().getPackageName();
                    if (isForeign(dependency)
                        && !used.equals(BASE + "." + moduleOf(dependency.getTargetClass()))
                        && !OPEN_SUBPACKAGES.contains(used)) {
                      events.add(SimpleConditionEvent.violated(user, dependency.getDescription()));
                    }
                  }
                }
              });

  @ArchTest
  static final ArchRule onlyTheProcessItselfKnowsAllModules =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".*..")
          .should()
          .dependOnClassesThat(resideInAPackage(BASE))
          .because("the root package puts the modules together; nothing leads back to it");

  @ArchTest
  static final ArchRule theServerKnowsNoFeature =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".server")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BASE + ".server.*..")
          .because("a feature joins by declaring a FhirContribution");

  @ArchTest
  static final ArchRule decisionsOfConsentAreDataAndArithmetic =
      noClasses()
          .that()
          .resideInAnyPackage(
              BASE + ".consent.term", BASE + ".consent.rule", BASE + ".consent.decision")
          .should()
          .dependOnClassesThat(
              resideOutsideOfPackages(
                  "java..",
                  "org.jspecify..",
                  BASE + ".consent.term",
                  BASE + ".consent.rule",
                  BASE + ".consent.decision"))
          .because("the same input gives the same decision, on every route and in every test");

  @ArchTest
  static final ArchRule consentsAndFactsAreReadFromStructuresAlone =
      noClasses()
          .that()
          .resideInAnyPackage(BASE + ".consent.directive", BASE + ".consent.facts")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.springframework..",
                  "jakarta.servlet..",
                  "ca.uhn.fhir.rest.server..",
                  "ca.uhn.fhir.jpa.."))
          .because("a draft is read like what is stored, by whoever has it");

  @ArchTest
  static final ArchRule theLedgerIsArithmetic =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".audit.ledger")
          .should()
          .dependOnClassesThat(
              resideOutsideOfPackages("java..", "org.jspecify..", BASE + ".audit.ledger"))
          .because("a log is checked by the same code wherever its records come from");

  @ArchTest
  static final ArchRule auditEventsAreMadeOfValuesAndStructuresAlone =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".audit.event")
          .should()
          .dependOnClassesThat(
              resideOutsideOfPackages(
                  "java..",
                  "org.jspecify..",
                  "ca.uhn.fhir.context..",
                  "ca.uhn.fhir.model..",
                  "ca.uhn.fhir.parser..",
                  "ca.uhn.fhir.storage.interceptor.balp..", // its constants
                  "org.hl7.fhir..",
                  BASE + ".fhir",
                  BASE + ".audit.event"))
          .because("the same event has the same bytes, whoever records it");

  @ArchTest
  static final ArchRule riskModelsAreDataAndArithmetic =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".risk.model")
          .should()
          .dependOnClassesThat(
              resideOutsideOfPackages(
                  "java..",
                  "org.jspecify..",
                  "com.fasterxml.jackson..",
                  BASE + ".storage.config", // how files of the operator are read and refused
                  BASE + ".startup",
                  BASE + ".risk.model"))
          .because("a stored score is computed again years later, by whoever has its inputs");

  @ArchTest
  static final ArchRule inputsOfRiskModelsAreFoundInStructuresAlone =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".risk.feature")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.springframework..",
                  "jakarta.servlet..",
                  "ca.uhn.fhir.rest.server..",
                  "ca.uhn.fhir.jpa.."))
          .because("a model is trained on what it is later given");

  @ArchTest
  static final ArchRule answersOfRiskModelsAreMadeOfValuesAndStructuresAlone =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".risk.assessment")
          .should()
          .dependOnClassesThat(
              resideOutsideOfPackages(
                      "java..",
                      "org.jspecify..",
                      "org.hl7.fhir..",
                      "ca.uhn.fhir.model..",
                      BASE + ".risk.assessment",
                      BASE + ".risk.explanation",
                      BASE + ".risk.feature",
                      BASE + ".risk.model")
                  .and(not(equivalentTo(InstalledModel.class))))
          .because("the same score has the same answer, and can be computed again from it");

  @ArchTest
  static final ArchRule examplesAreTakenFromRecordsWhereverTheyComeFrom =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".risk.training")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.springframework..",
                  "jakarta.servlet..",
                  "java.net..",
                  "ca.uhn.fhir.parser..",
                  "ca.uhn.fhir.rest..",
                  "ca.uhn.fhir.jpa..",
                  BASE + ".risk",
                  BASE + ".risk.cohort",
                  BASE + ".risk.command",
                  BASE + ".risk.pipeline"))
          .because("the same records give the same examples, from files and from a server");

  @ArchTest
  static final ArchRule riskModelsAreEvaluatedByArithmetic =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".risk.evaluation..")
          .should()
          .dependOnClassesThat(
              resideOutsideOfPackages(
                  "java..",
                  "org.jspecify..",
                  "com.fasterxml.jackson..",
                  "org.jsoup..",
                  "org.jetbrains.letsPlot..",
                  "jetbrains.datalore..",
                  "kotlin..",
                  BASE + ".risk.page", // how pages are made, of whatever figures
                  BASE + ".risk.evaluation.."))
          .because("figures are of predictions and outcomes, wherever those come from");

  @ArchTest
  static final ArchRule pagesOfRiskModelsAreTextAndDrawings =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".risk.page")
          .should()
          .dependOnClassesThat(
              resideOutsideOfPackages(
                  "java..",
                  "org.jspecify..",
                  "org.jsoup..",
                  "org.jetbrains.letsPlot..",
                  "jetbrains.datalore..",
                  "kotlin..",
                  BASE + ".risk.page"))
          .because("the same figures give the same page");

  @ArchTest
  static final ArchRule riskModelsAreLearnedOfNumbers =
      noClasses()
          .that()
          .resideInAPackage(BASE + ".risk.learning..")
          .should()
          .dependOnClassesThat(
              resideOutsideOfPackages(
                  "java..",
                  "org.jspecify..",
                  "com.fasterxml.jackson..",
                  "com.google.protobuf..",
                  "org.tribuo..",
                  "com.oracle.labs.mlrg.olcut..",
                  "de.bwaldvogel.liblinear..",
                  "libsvm..",
                  "ml.dmlc.xgboost4j..",
                  "ai.onnx..",
                  "ai.onnxruntime..",
                  BASE + ".storage.config", // how files of the operator are refused
                  BASE + ".startup",
                  BASE + ".risk.model",
                  BASE + ".risk.evaluation",
                  BASE + ".risk.learning.."))
          .because("the same examples teach the same, wherever they come from");

  @ArchTest
  static final ArchRule librariesOfLearningStayWithinIt =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + ".risk.learning..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.tribuo..",
                  "de.bwaldvogel.liblinear..",
                  "libsvm..",
                  "ml.dmlc.xgboost4j..",
                  "ai.onnx.."))
          .because("models are computed through their predictor");

  @ArchTest
  static final ArchRule modulesFormNoCycle =
      slices().matching(BASE + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching(BASE + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      classes()
          .should(
              new ArchCondition<>("have a name with a meaning") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  if (NAME_WITHOUT_MEANING.matcher(type.getSimpleName()).matches()) {
                    events.add(
                        SimpleConditionEvent.violated(
                            type, type.getName() + " says nothing of what it is"));
                  }
                }
              });

  @ArchTest
  static final ArchRule packagesAreNullMarked =
      classes()
          .should(
              new ArchCondition<>("be in a package whose package-info is @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  boolean marked =
                      type.getPackage()
                          .tryGetPackageInfo()
                          .map(info -> info.isAnnotatedWith(NullMarked.class))
                          .orElse(false);
                  if (!marked) {
                    events.add(
                        SimpleConditionEvent.violated(
                            type, type.getPackageName() + " is not @NullMarked"));
                  }
                }
              });

  @ArchTest
  static final ArchRule dependenciesComeThroughConstructors = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

  @ArchTest static final ArchRule logsGoThroughSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule onlyCommandsAndTheStartWriteToTheConsole =
      noClasses()
          .that()
          .resideOutsideOfPackages(BASE, BASE + ".load..", BASE + ".startup..")
          .should(ACCESS_STANDARD_STREAMS);

  private static boolean mayUse(String user, String used) {
    if (CLIENT_MODULES.contains(user)) {
      return CLIENT_MAY_USE.contains(used);
    }
    int userStep = stepOf(user);
    int usedStep = stepOf(used);
    return usedStep >= 0 && (usedStep < userStep || SIBLINGS.contains(user + " → " + used));
  }

  /** Place of the module, -1 if nobody gave it one. */
  private static int stepOf(String module) {
    for (int i = 0; i < STEPS.size(); i++) {
      if (STEPS.get(i).contains(module)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isForeign(Dependency dependency) {
    JavaClass used = dependency.getTargetClass();
    return used.getPackageName().startsWith(BASE + ".")
        && !moduleOf(used).equals(moduleOf(dependency.getOriginClass()));
  }

  private static String moduleOf(JavaClass type) {
    String[] segments = type.getPackageName().substring(BASE.length() + 1).split("\\.", 2);
    return segments[0];
  }

  @FunctionalInterface
  private interface ModuleRule {
    Optional<String> breach(String user, String used);
  }

  private static ArchCondition<JavaClass> eachForeignDependency(
      String description, ModuleRule rule) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass user, ConditionEvents events) {
        for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
          if (isForeign(dependency)) {
            rule.breach(moduleOf(user), moduleOf(dependency.getTargetClass()))
                .ifPresent(
                    breach ->
                        events.add(
                            SimpleConditionEvent.violated(
                                user, breach + ": " + dependency.getDescription())));
          }
        }
      }
    };
  }
}
