package org.andiron.storage.terminology;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.Optional;
import org.andiron.storage.codes.ImplicitValueSets;
import org.andiron.storage.codes.LoadedConcept;
import org.andiron.storage.codes.LoadedSystem;
import org.andiron.storage.codes.LoadedSystems;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemContentMode;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/**
 * {@code $subsumes} of stored, package-provided and built-in code systems.
 *
 * <p>See <a href="https://hl7.org/fhir/R4/codesystem-operation-subsumes.html">$subsumes</a>.
 */
public final class SubsumesOperation {

  private final DaoRegistry daos;
  private final Definitions definitions;
  private final LoadedSystems loadedSystems;

  SubsumesOperation(
      DaoRegistry daos, IValidationSupport validationSupport, LoadedSystems loadedSystems) {
    this.daos = daos;
    this.definitions =
        new Definitions(daos, validationSupport, new ImplicitValueSets(loadedSystems));
    this.loadedSystems = loadedSystems;
  }

  /** How A stands to B in the code system that system, or the codings, name. */
  @Operation(
      name = "$subsumes",
      type = CodeSystem.class,
      idempotent = true,
      returnParameters = @OperationParam(name = "outcome", type = CodeType.class, min = 1))
  public Parameters inNamedSystem(
      @OperationParam(name = "codeA", max = 1) @Nullable CodeType codeA,
      @OperationParam(name = "codeB", max = 1) @Nullable CodeType codeB,
      @OperationParam(name = "system", max = 1) @Nullable UriType system,
      @OperationParam(name = "version", max = 1) @Nullable StringType version,
      @OperationParam(name = "codingA", max = 1) @Nullable Coding codingA,
      @OperationParam(name = "codingB", max = 1) @Nullable Coding codingB) {
    Coding a = coding("A", codeA, codingA, system, version);
    Coding b = coding("B", codeB, codingB, system, version);
    if (!a.hasSystem() || !b.hasSystem()) {
      throw new InvalidRequestException("The code system is missing");
    }
    if (!a.getSystem().equals(b.getSystem())) {
      throw new InvalidRequestException("A and B are of different code systems");
    }
    String usedVersion = commonVersion(a, b);
    Optional<LoadedSystem> loaded = loadedSystems.find(a.getSystem(), usedVersion);
    if (loaded.isPresent()) {
      return outcome(loaded.get(), a.getCode(), b.getCode());
    }
    CodeSystem codeSystem = definitions.codeSystem(canonical(a.getSystem(), usedVersion));
    if (codeSystem == null) {
      throw new ResourceNotFoundException("The code system is not known here");
    }
    return outcome(codeSystem, a.getCode(), b.getCode());
  }

  /** How A stands to B in this code system. */
  @Operation(
      name = "$subsumes",
      type = CodeSystem.class,
      idempotent = true,
      returnParameters = @OperationParam(name = "outcome", type = CodeType.class, min = 1))
  public Parameters inThisSystem(
      @IdParam IdType id,
      @OperationParam(name = "codeA", max = 1) @Nullable CodeType codeA,
      @OperationParam(name = "codeB", max = 1) @Nullable CodeType codeB,
      @OperationParam(name = "system", max = 1) @Nullable UriType system,
      @OperationParam(name = "version", max = 1) @Nullable StringType version,
      @OperationParam(name = "codingA", max = 1) @Nullable Coding codingA,
      @OperationParam(name = "codingB", max = 1) @Nullable Coding codingB,
      RequestDetails request) {
    CodeSystem codeSystem = daos.getResourceDao(CodeSystem.class).read(id, request);
    Coding a = coding("A", codeA, codingA, system, version);
    Coding b = coding("B", codeB, codingB, system, version);
    requireOf(codeSystem, a);
    requireOf(codeSystem, b);
    Optional<LoadedSystem> loaded =
        loadedSystems.find(codeSystem.getUrl(), codeSystem.getVersion());
    if (loaded.isPresent()) {
      return outcome(loaded.get(), a.getCode(), b.getCode());
    }
    return outcome(codeSystem, a.getCode(), b.getCode());
  }

  private static Coding coding(
      String name,
      @Nullable CodeType code,
      @Nullable Coding coding,
      @Nullable UriType system,
      @Nullable StringType version) {
    Coding wanted = coding != null && coding.hasCode() ? coding.copy() : null;
    if (code != null && code.hasValue() && wanted == null) {
      wanted = new Coding().setCode(code.getValue());
    } else if (wanted == null || (code != null && code.hasValue())) {
      throw new InvalidRequestException("Either code" + name + " or coding" + name + " is needed");
    }
    if (system != null && system.hasValue()) {
      if (wanted.hasSystem() && !wanted.getSystem().equals(system.getValue())) {
        throw new InvalidRequestException("coding" + name + " is not of the named system");
      }
      wanted.setSystem(system.getValue());
    }
    if (version != null && version.hasValue()) {
      if (wanted.hasVersion() && !wanted.getVersion().equals(version.getValue())) {
        throw new InvalidRequestException("coding" + name + " is not of the named version");
      }
      wanted.setVersion(version.getValue());
    }
    return wanted;
  }

  private static @Nullable String commonVersion(Coding a, Coding b) {
    if (a.hasVersion() && b.hasVersion() && !a.getVersion().equals(b.getVersion())) {
      throw new InvalidRequestException("A and B are of different versions of the code system");
    }
    return a.hasVersion() ? a.getVersion() : b.getVersion();
  }

  private static void requireOf(CodeSystem codeSystem, Coding coding) {
    if ((coding.hasSystem() && !coding.getSystem().equals(codeSystem.getUrl()))
        || (coding.hasVersion() && !coding.getVersion().equals(codeSystem.getVersion()))) {
      throw new InvalidRequestException("The codes are not of this code system and version");
    }
  }

  private static String canonical(String url, @Nullable String version) {
    return version == null ? url : url + "|" + version;
  }

  private Parameters outcome(LoadedSystem system, String a, String b) {
    LoadedConcept conceptA = require(system, a);
    LoadedConcept conceptB = require(system, b);
    if (conceptA.equals(conceptB)) {
      return outcome(Subsumption.EQUIVALENT);
    }
    return outcome(
        loadedSystems.isA(conceptB, conceptA)
            ? Subsumption.SUBSUMES
            : loadedSystems.isA(conceptA, conceptB)
                ? Subsumption.SUBSUMED_BY
                : Subsumption.NOT_SUBSUMED);
  }

  private LoadedConcept require(LoadedSystem system, String code) {
    return loadedSystems.concept(system, code).orElseThrow(() -> noSuchCode(code));
  }

  private static Parameters outcome(CodeSystem codeSystem, String a, String b) {
    if (codeSystem.getContent() == CodeSystemContentMode.NOTPRESENT) {
      throw new ResourceNotFoundException("The concepts of the code system are not known here");
    }
    ConceptGraph graph = new ConceptGraph(codeSystem);
    requireConcept(graph, a);
    requireConcept(graph, b);
    return outcome(graph.compare(a, b));
  }

  private static Parameters outcome(Subsumption subsumption) {
    Parameters answer = new Parameters();
    answer.addParameter().setName("outcome").setValue(new CodeType(subsumption.code()));
    return answer;
  }

  private static void requireConcept(ConceptGraph graph, String code) {
    if (graph.find(code) == null) {
      throw noSuchCode(code);
    }
  }

  private static ResourceNotFoundException noSuchCode(String code) {
    return new ResourceNotFoundException("The code system has no code " + code);
  }
}
