package org.andiron.server.egress;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.jpa.packages.PackageInstallationSpec;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Keeps us away from the parts of the FHIR core library that have known vulnerabilities. */
class CoreLibraryReachTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.andiron");

  @Test
  void noClassOfOursNamesTheRiskyOnes() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "org\\.hl7\\.fhir\\.(utilities\\.npm\\.(PackageClient|CIBuildClient|PackageServer"
                + "|FilesystemPackageCacheManager)|utilities\\.XsltUtilities"
                + "|utilities\\.settings\\..*"
                + "|utilities\\.http\\.Managed(Fhir)?WebAccessor.*"
                + "|validation\\.(ValidationEngine|IgLoader|FhirValidatorHttpService|service\\..*"
                + "|cli\\..*)|r[45]b?\\.utils\\.client\\..*)")
        .check(OURS);
  }

  @Test
  void noClassOfOursInstallsAPackageFromAnotherServer() {
    noClasses()
        .should()
        .callMethod(PackageInstallationSpec.class, "setPackageUrl", String.class)
        .orShould()
        .callMethod(PackageInstallationSpec.class, "setFetchDependencies", boolean.class)
        .check(OURS);
  }

  @Test
  void saxonIsNotOnTheClassPath() {
    assertThatThrownBy(() -> Class.forName("net.sf.saxon.TransformerFactoryImpl"))
        .isInstanceOf(ClassNotFoundException.class);
  }
}
