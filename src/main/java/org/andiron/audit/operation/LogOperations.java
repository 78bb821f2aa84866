package org.andiron.audit.operation;

import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.SignedTreeHeadJson;
import org.andiron.audit.proof.AuditProofs;
import org.andiron.audit.proof.ProvenGrowth;
import org.andiron.audit.proof.ProvenLeaf;
import org.andiron.audit.verification.AuditVerification;
import org.andiron.audit.verification.Finding;
import org.andiron.audit.verification.UnreadableLogException;
import org.andiron.audit.verification.VerificationReport;
import org.andiron.security.CallerOfRequest;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UnsignedIntType;
import org.jspecify.annotations.Nullable;

/**
 * {@code AuditEvent/$verify}, {@code AuditEvent/[id]/$inclusion-proof} and {@code
 * AuditEvent/$consistency-proof}, for privacy officers. Numbers of leaves are decimals, because an
 * integer of FHIR ends at 2,147,483,647.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6962#section-2.1">Merkle hash trees, RFC 6962</a>
 */
public final class LogOperations {

  private static final String PRIVACY_OFFICER = "privacy-officer";
  private static final String TREE_HEAD = "head";

  private final AuditVerification verification;
  private final AuditProofs proofs;
  private final Duration patience;

  /**
   * @param patience how long a verification is waited for
   */
  LogOperations(AuditVerification verification, AuditProofs proofs, Duration patience) {
    this.verification = verification;
    this.proofs = proofs;
    this.patience = patience;
  }

  /** Checks every record, leaf and head. Who asks again is told how that ended. */
  @Operation(
      name = "$verify",
      type = AuditEvent.class,
      idempotent = true,
      returnParameters = {
        @OperationParam(name = "status", typeName = "code", min = 1),
        @OperationParam(name = "holds", typeName = "boolean", max = 1),
        @OperationParam(name = "records", typeName = "decimal", max = 1),
        @OperationParam(name = "removed", typeName = "decimal", max = 1),
        @OperationParam(name = "waiting", typeName = "decimal", max = 1),
        @OperationParam(name = "heads", typeName = "decimal", max = 1),
        @OperationParam(name = "anchors", typeName = "decimal", max = 1),
        @OperationParam(name = "timeStamps", typeName = "decimal", max = 1),
        @OperationParam(name = TREE_HEAD, typeName = "string", max = 1),
        @OperationParam(name = "finding", max = OperationParam.MAX_UNLIMITED)
      })
  @Description(shortDefinition = "Whether the audit log is what was sealed")
  public Parameters verify(
      @OperationParam(name = "anchor", max = OperationParam.MAX_UNLIMITED)
          @Description(shortDefinition = "A signed tree head that was kept elsewhere, as JSON")
          @Nullable List<StringType> anchors,
      ServletRequestDetails request)
      throws InterruptedException {
    requireOfficer(request);
    try {
      return verification
          .verify(heads(anchors), patience)
          .map(LogOperations::answer)
          .orElseGet(() -> new Parameters().addParameter("status", new CodeType("in-progress")));
    } catch (UnreadableLogException e) {
      throw new InternalErrorException("The audit log could not be verified", e);
    }
  }

  private static List<SignedTreeHead> heads(@Nullable List<StringType> anchors) {
    List<SignedTreeHead> heads = new ArrayList<>();
    for (StringType anchor : anchors == null ? List.<StringType>of() : anchors) {
      try {
        heads.add(SignedTreeHeadJson.decode(anchor.getValueNotNull()));
      } catch (IllegalArgumentException e) {
        throw new InvalidRequestException(
            "The parameter anchor must be a signed tree head, a line of the file of anchors", e);
      }
    }
    return heads;
  }

  private static Parameters answer(VerificationReport report) {
    Parameters answer = new Parameters();
    answer.addParameter("status", new CodeType("completed"));
    answer.addParameter("holds", new BooleanType(report.holds()));
    answer.addParameter("records", new DecimalType(report.records()));
    answer.addParameter("removed", new DecimalType(report.removed()));
    answer.addParameter("waiting", new DecimalType(report.waiting()));
    answer.addParameter("heads", new DecimalType(report.heads()));
    answer.addParameter("anchors", new DecimalType(report.anchors()));
    if (report.timeStampsChecked()) {
      answer.addParameter("timeStamps", new DecimalType(report.timeStamps()));
    }
    report.head().ifPresent(it -> add(answer, TREE_HEAD, it));
    report.findings().forEach(it -> add(answer, it));
    return answer;
  }

  private static void add(Parameters answer, Finding finding) {
    ParametersParameterComponent parameter = answer.addParameter().setName("finding");
    parameter
        .addPart()
        .setName("kind")
        .setValue(new CodeType(finding.kind().name().toLowerCase(Locale.ROOT)));
    if (finding.index() != null) {
      parameter.addPart().setName("index").setValue(new DecimalType(finding.index()));
    }
    if (finding.id() != null) {
      parameter.addPart().setName("record").setValue(new Reference("AuditEvent/" + finding.id()));
    }
    parameter.addPart().setName("text").setValue(new StringType(finding.text()));
  }

  /** Proves to who has a signed head that a record is below it. */
  @Operation(
      name = "$inclusion-proof",
      type = AuditEvent.class,
      idempotent = true,
      returnParameters = {
        @OperationParam(name = "index", typeName = "decimal", min = 1),
        @OperationParam(name = "leaf", typeName = "base64Binary", min = 1),
        @OperationParam(name = "path", typeName = "string", max = OperationParam.MAX_UNLIMITED),
        @OperationParam(name = TREE_HEAD, typeName = "string", min = 1)
      })
  @Description(shortDefinition = "That a record is in the sealed log")
  public Parameters inclusion(@IdParam IdType id, ServletRequestDetails request) {
    requireOfficer(request);
    ProvenLeaf proven =
        uuid(id)
            .flatMap(proofs::inclusion)
            .orElseThrow(
                () ->
                    new ResourceNotFoundException(
                        "There is no such record, or it is not sealed yet: try again in a second"));
    Parameters answer = new Parameters();
    answer.addParameter("index", new DecimalType(proven.proof().index()));
    answer.addParameter("leaf", new Base64BinaryType(proven.leaf().encoded()));
    addPath(answer, proven.proof().path());
    add(answer, TREE_HEAD, proven.head());
    return answer;
  }

  private static Optional<UUID> uuid(IdType id) {
    try {
      return Optional.of(UUID.fromString(id.getIdPart()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Proves that between two heads the log only grew. */
  @Operation(
      name = "$consistency-proof",
      type = AuditEvent.class,
      idempotent = true,
      returnParameters = {
        @OperationParam(name = "path", typeName = "string", max = OperationParam.MAX_UNLIMITED),
        @OperationParam(name = "first", typeName = "string", min = 1),
        @OperationParam(name = "second", typeName = "string", min = 1)
      })
  @Description(shortDefinition = "That between two signed heads the log only grew")
  public Parameters consistency(
      @OperationParam(name = "first", min = 1, max = 1)
          @Description(shortDefinition = "Size of the earlier head")
          @Nullable UnsignedIntType first,
      @OperationParam(name = "second", max = 1)
          @Description(shortDefinition = "Size of the later head; without, the last")
          @Nullable UnsignedIntType second,
      ServletRequestDetails request) {
    requireOfficer(request);
    if (first == null || first.getValue() == null) {
      throw new InvalidRequestException("Say in the parameter first how large the earlier log was");
    }
    long from = first.getValue();
    long to =
        second == null || second.getValue() == null
            ? proofs.lastHead().map(it -> it.head().size()).orElse(0L)
            : second.getValue();
    if (from > to) {
      throw new InvalidRequestException("The first size must not be above the second, " + to);
    }
    ProvenGrowth growth =
        proofs
            .consistency(from, to)
            .orElseThrow(
                () ->
                    new ResourceNotFoundException(
                        "No head of " + from + " or of " + to + " records was signed"));
    Parameters answer = new Parameters();
    addPath(answer, growth.proof().path());
    add(answer, "first", growth.first());
    add(answer, "second", growth.second());
    return answer;
  }

  private static void addPath(Parameters answer, List<Hash> path) {
    path.forEach(it -> answer.addParameter("path", new StringType(it.toString())));
  }

  private static void add(Parameters answer, String name, SignedTreeHead head) {
    answer.addParameter(name, new StringType(SignedTreeHeadJson.encode(head)));
  }

  /** Where nobody signs in, all are one who keeps the server. */
  private static void requireOfficer(ServletRequestDetails request) {
    boolean refused =
        CallerOfRequest.of(request).filter(it -> !it.roles().contains(PRIVACY_OFFICER)).isPresent();
    if (refused) {
      throw new ForbiddenOperationException("The audit log is checked by privacy officers.");
    }
  }
}
