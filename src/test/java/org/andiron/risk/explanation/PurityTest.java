package org.andiron.risk.explanation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class PurityTest {

  @Test
  void explanationsNeedModelsAndNothingElse() {
    classes()
        .that()
        .resideInAPackage("org.andiron.risk.explanation")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.andiron.risk.explanation",
            "org.andiron.risk.model",
            "java..",
            "org.jspecify.annotations")
        .check(
            new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test"))
                .importPackages("org.andiron.risk.explanation"));
  }
}
