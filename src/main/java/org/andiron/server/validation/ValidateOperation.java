package org.andiron.server.validation;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.ValidationModeEnum;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.jspecify.annotations.Nullable;

/**
 * The operation <a href="https://hl7.org/fhir/R4/resource-operation-validate.html">$validate</a> of
 * one resource type. Whatever is at least JSON or XML is answered with 200 and the issues found,
 * also what could not be stored because its form is wrong.
 */
final class ValidateOperation implements IResourceProvider {

  private final Class<? extends IBaseResource> resourceType;
  private final String typeName;
  private final DaoRegistry daos;
  private final Structure structure;
  private final ResourceValidation validation;

  ValidateOperation(
      Class<? extends IBaseResource> resourceType,
      String typeName,
      DaoRegistry daos,
      Structure structure,
      ResourceValidation validation) {
    this.resourceType = resourceType;
    this.typeName = typeName;
    this.daos = daos;
    this.structure = structure;
    this.validation = validation;
  }

  @Override
  public Class<? extends IBaseResource> getResourceType() {
    return resourceType;
  }

  /**
   * Validates the resource of the body or, without one, the stored resource.
   *
   * @param id of the instance, or nothing at type level
   * @throws InvalidRequestException if there is nothing to validate or the mode is not known
   */
  @Operation(
      name = "$validate",
      idempotent = true,
      manualRequest = true,
      canonicalUrl = "http://hl7.org/fhir/OperationDefinition/Resource-validate")
  public OperationOutcome validate(
      @IdParam(optional = true) @Nullable IIdType id, ServletRequestDetails request) {
    ValidateRequest asked = ValidateRequest.of(request, typeName);
    IFhirResourceDao<?> dao = daos.getResourceDao(typeName);
    if ("delete".equals(asked.mode())) {
      return validateDelete(dao, id, request);
    }
    if (asked.content() == null) {
      if (id == null) {
        throw new InvalidRequestException(
            "There is no resource to validate: send it as the body or as the parameter"
                + " 'resource'.");
      }
      IBaseResource stored = dao.read(id, request);
      String text = request.getFhirContext().newJsonParser().encodeResourceToString(stored);
      return outcome(validation.validate(text, asked.profile()));
    }
    return outcome(check(asked, asked.content(), id));
  }

  private List<OperationOutcomeIssueComponent> check(
      ValidateRequest asked, String content, @Nullable IIdType id) {
    StructureReport report =
        structure.check(asked.encoding(), content.getBytes(StandardCharsets.UTF_8));
    List<Problem> problems = new ArrayList<>(report.problems());
    String type = report.resourceType();
    if (type != null && !type.equals(typeName)) {
      problems.add(
          new Problem(
              "invalid",
              type,
              "The URL is of the type " + typeName + ", the resource is of the type " + type + ".",
              true));
    }
    if (type != null) {
      checkId(asked, id, report, type, problems);
    }
    List<OperationOutcomeIssueComponent> issues =
        new ArrayList<>(Structure.outcome(problems).getIssue());
    if (type == null) {
      return issues;
    }
    Set<String> places = new HashSet<>();
    problems.forEach(it -> places.add(it.expression()));
    for (OperationOutcomeIssueComponent issue : validation.validate(content, asked.profile())) {
      boolean repeated =
          issue.hasExpression()
              && ResourceValidation.isError(issue)
              && places.contains(issue.getExpression().get(0).getValue());
      if (!repeated) {
        issues.add(issue);
      }
    }
    return issues;
  }

  private static void checkId(
      ValidateRequest asked,
      @Nullable IIdType id,
      StructureReport report,
      String type,
      List<Problem> problems) {
    String given = report.id();
    if ("create".equals(asked.mode()) && given != null) {
      problems.add(
          new Problem("invalid", type + ".id", "The server gives a new resource its id.", true));
    } else if ("update".equals(asked.mode()) && given == null) {
      problems.add(new Problem("required", type + ".id", "The body of an update has an id.", true));
    } else if (id != null && given != null && !given.equals(id.getIdPart())) {
      problems.add(
          new Problem("invalid", type + ".id", "The id differs from that of the URL.", true));
    }
  }

  private static OperationOutcome validateDelete(
      IFhirResourceDao<?> dao, @Nullable IIdType id, ServletRequestDetails request) {
    if (id == null) {
      throw new InvalidRequestException("Validating a delete needs the id of the resource.");
    }
    try {
      return (OperationOutcome)
          dao.validate(null, id, null, null, ValidationModeEnum.DELETE, null, request)
              .getOperationOutcome();
    } catch (ResourceVersionConflictException | PreconditionFailedException conflict) {
      if (conflict.getOperationOutcome() instanceof OperationOutcome told) {
        return told;
      }
      OperationOutcomeIssueComponent issue = new OperationOutcomeIssueComponent();
      issue.setSeverity(IssueSeverity.ERROR).setCode(IssueType.CONFLICT);
      issue.setDiagnostics("Other resources refer to this one.");
      return outcome(List.of(issue));
    }
  }

  private static OperationOutcome outcome(List<OperationOutcomeIssueComponent> issues) {
    OperationOutcome outcome = new OperationOutcome();
    issues.forEach(outcome::addIssue);
    if (issues.isEmpty()) {
      outcome
          .addIssue()
          .setSeverity(IssueSeverity.INFORMATION)
          .setCode(IssueType.INFORMATIONAL)
          .setDiagnostics("No issues were found.");
    }
    return outcome;
  }
}
