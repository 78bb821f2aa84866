package org.andiron.visibility;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.jpa.api.model.DeleteConflict;
import ca.uhn.fhir.jpa.api.model.DeleteConflictList;
import ca.uhn.fhir.jpa.delete.DeleteConflictOutcome;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.model.primitive.IdDt;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.util.UrlUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Refuses writes of restricted requests that concern what does not exist for them, in words that do
 * not tell whether there is such a resource.
 */
public final class RestrictedWriteInterceptor {

  private static final String LINKS_TO =
      "select count(*) from hfj_res_link l join hfj_resource r on r.res_id = l.target_resource_id"
          + " where r.res_type = ? and r.fhir_id = ?";

  /** That which is asked about first, if it is one. */
  private static final String SEARCHABLE_LINKS_TO =
      """
      select s.res_type, s.fhir_id, l.src_path
      from hfj_resource t
      join andiron.searchable_link l on l.target_resource_id = t.res_id
      join hfj_resource s on s.res_id = l.src_resource_id
      where t.res_type = ? and t.fhir_id = ?
      order by (s.res_type = ? and s.fhir_id = ? and l.src_path = ?) desc
      limit 1
      """;

  private final RestrictedTransactions transactions;
  private final JdbcTemplate jdbc;

  RestrictedWriteInterceptor(RestrictedTransactions transactions, JdbcTemplate jdbc) {
    this.transactions = transactions;
    this.jdbc = jdbc;
  }

  /**
   * An update or patch is refused by whether its target exists for the caller, and by nothing else.
   */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = RequestPipeline.VISIBILITY)
  public void beforeChange(RequestDetails request, RestOperationTypeEnum interaction) {
    IIdType id = request.getId();
    boolean patches = interaction == RestOperationTypeEnum.PATCH;
    if ((patches || interaction == RestOperationTypeEnum.UPDATE)
        && id != null
        && id.hasIdPart()
        && request.getResourceName() != null) {
      requireExisting(request, request.getResourceName(), id.getIdPart(), patches);
    }
  }

  /** The same for the entries of a transaction, and of a batch, which come here one by one. */
  @Hook(value = Pointcut.STORAGE_TRANSACTION_PROCESSING, order = RequestPipeline.VISIBILITY)
  public void beforeEntries(@Nullable RequestDetails request, IBaseBundle processed) {
    if (request == null
        || !(processed instanceof Bundle bundle)
        || bundle.getType() == Bundle.BundleType.BATCH) {
      return;
    }
    for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
      Bundle.HTTPVerb verb = entry.getRequest().getMethod();
      String url = entry.getRequest().getUrl();
      if ((verb == Bundle.HTTPVerb.PUT || verb == Bundle.HTTPVerb.PATCH) && url != null) {
        UrlUtil.UrlParts parts = UrlUtil.parseUrl(url);
        if (parts.getResourceType() != null && parts.getResourceId() != null) {
          requireExisting(
              request,
              parts.getResourceType(),
              parts.getResourceId(),
              verb == Bundle.HTTPVerb.PATCH);
        }
      }
    }
  }

  private void requireExisting(
      RequestDetails request, String resourceType, String id, boolean patches) {
    if (!transactions.mayBeThere(request, resourceType, id, !patches)) {
      throw patches
          ? new ResourceNotFoundException(new IdType(resourceType, id))
          : RefusedWrite.of(resourceType + '/' + id);
    }
  }

  /** An id that a caller chooses tells by its refusal whether another resource has it. */
  @Hook(value = Pointcut.STORAGE_PRESTORAGE_CLIENT_ASSIGNED_ID, order = RequestPipeline.VISIBILITY)
  public void creating(IBaseResource resource) {
    Restriction restriction = transactions.restriction();
    if (restriction != null && !restriction.mayChooseIds(resource.fhirType())) {
      throw refusal(resource);
    }
  }

  /** What exists for references only cannot be changed. */
  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = RequestPipeline.VISIBILITY)
  public void updating(@Nullable IBaseResource before, IBaseResource after) {
    IBaseResource known = before == null ? after : before;
    if (transactions.restriction() == null) {
      return;
    }
    if (!exists(known)) {
      throw refusal(known);
    }
    if (before != null) {
      JpaPid key = Objects.requireNonNull(IDao.RESOURCE_PID.get(before));
      transactions.updating(key.getId(), before);
    }
  }

  /**
   * A reference that does not exist for the caller still has to lead somewhere. Where others do
   * exist, a single deletion is refused because of these, in the same words as without the hidden.
   */
  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = RequestPipeline.VISIBILITY)
  public void deleting(IBaseResource resource, @Nullable RequestDetails request) {
    if (transactions.restriction() == null) {
      return;
    }
    if (!exists(resource)) {
      throw refusal(resource);
    }
    Supplier<Integer> links =
        () ->
            jdbc.queryForObject(
                LINKS_TO, Integer.class, resource.fhirType(), resource.getIdElement().getIdPart());
    int seen = links.get();
    boolean single =
        request != null && request.getRestOperationType() == RestOperationTypeEnum.DELETE;
    if ((seen == 0 || !single) && transactions.unrestricted(links) > seen) {
      throw referredTo();
    }
  }

  /**
   * HAPI names the first resource that refers to what is to be deleted. It must be one that is
   * found by its reference; where there is none, none is named.
   */
  @Hook(value = Pointcut.STORAGE_PRESTORAGE_DELETE_CONFLICTS, order = RequestPipeline.VISIBILITY)
  public @Nullable DeleteConflictOutcome conflicting(DeleteConflictList conflicts) {
    List<DeleteConflict> named = new ArrayList<>();
    conflicts.forEach(
        conflict ->
            named.add(
                searchable(conflict)
                    // What the same transaction deletes would not count in the end.
                    .filter(it -> !conflicts.isResourceIdMarkedForDeletion(it.getSourceId()))
                    .orElseThrow(RestrictedWriteInterceptor::referredTo)));
    conflicts.removeAll();
    named.forEach(conflicts::add);
    return null;
  }

  private Optional<DeleteConflict> searchable(DeleteConflict conflict) {
    IIdType source = conflict.getSourceId();
    IIdType target = conflict.getTargetId();
    return jdbc
        .query(
            SEARCHABLE_LINKS_TO,
            (row, number) ->
                new DeleteConflict(
                    new IdDt(row.getString(1), row.getString(2)),
                    row.getString(3),
                    conflict.getTargetId()),
            target.getResourceType(),
            target.getIdPart(),
            source.getResourceType(),
            source.getIdPart(),
            conflict.getSourcePath())
        .stream()
        .findFirst();
  }

  private static ResourceVersionConflictException referredTo() {
    return new ResourceVersionConflictException(
        "The resource cannot be deleted: others have references to it.");
  }

  private static WithheldWriteException refusal(IBaseResource resource) {
    return RefusedWrite.of(resource.fhirType() + '/' + resource.getIdElement().getIdPart());
  }

  private boolean exists(IBaseResource resource) {
    return transactions.exists(resource.fhirType(), resource.getIdElement().getIdPart());
  }
}
