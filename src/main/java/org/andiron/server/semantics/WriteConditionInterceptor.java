package org.andiron.server.semantics;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;

/**
 * Holds every write to its If-Match or If-None-Match, inside the transaction that writes: single
 * requests, conditional ones, and entries of a batch or transaction. HAPI alone does so for update
 * and patch by id only, and answers 409.
 */
@Interceptor
public class WriteConditionInterceptor {

  private static final String ENTRY_CONDITIONS = WriteConditionInterceptor.class.getName();
  private static final String CONDITION = ENTRY_CONDITIONS + ".own";
  private static final String DELETED = ENTRY_CONDITIONS + ".deleted";

  private final DaoRegistry daos;

  WriteConditionInterceptor(DaoRegistry daos) {
    this.daos = daos;
  }

  /**
   * Refuses a condition that cannot be read, or that no version can meet, before anything is done.
   */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public void checkHeaders(RequestDetails request) {
    if (!isWrite(request.getRequestType())) {
      return;
    }
    Optional<WriteCondition> condition =
        WriteCondition.of(
            request.getHeader(Constants.HEADER_IF_MATCH),
            request.getHeader(Constants.HEADER_IF_NONE_MATCH));
    if (condition.isPresent()) {
      requireStorableVersion(condition.get());
      request.getUserData().put(CONDITION, condition.get());
      if (condition.get() instanceof WriteCondition.Present) {
        // HAPI would look for a version of this name.
        request.setHeaders(Constants.HEADER_IF_MATCH, List.of());
      }
    }
  }

  /** HAPI calls none of the hooks for a patch of what does not exist. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED,
      order = RequestPipeline.WRITE_CONDITIONS)
  public void beforePatch(RequestDetails request, RestOperationTypeEnum interaction) {
    if (interaction == RestOperationTypeEnum.PATCH
        && request.getId() != null
        && request.getId().hasIdPart()
        && request.getUserData().get(CONDITION) instanceof WriteCondition condition) {
      requireExistence(condition, request.getResourceName(), request.getId(), request);
    }
  }

  /** Nor for a delete: it succeeds with nothing deleted. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.REQUEST_SEMANTICS)
  public void afterDelete(RequestDetails request) {
    if (request.getRestOperationType() == RestOperationTypeEnum.DELETE
        && request.getUserData().get(CONDITION) instanceof WriteCondition condition
        && !request.getUserData().containsKey(DELETED)) {
      condition.check(null);
    }
  }

  /** Refuses unless the condition holds of nothing, or there is something. */
  private void requireExistence(
      WriteCondition condition, @Nullable String type, IIdType id, RequestDetails request) {
    if (type == null || !daos.isResourceTypeSupported(type)) {
      return;
    }
    try {
      daos.getResourceDao(type).read(id.toVersionless(), request);
    } catch (ResourceNotFoundException | ResourceGoneException absent) {
      condition.check(null);
    }
  }

  /** Notes the conditions of the entries: HAPI does not pass them on with the entry. */
  @Hook(value = Pointcut.STORAGE_TRANSACTION_PROCESSING, order = RequestPipeline.WRITE_CONDITIONS)
  public void readEntries(RequestDetails request, IBaseBundle processed) {
    if (!(processed instanceof Bundle bundle) || bundle.getType() == Bundle.BundleType.BATCH) {
      // Each entry of a batch comes again, as a transaction of its own.
      return;
    }
    EntryConditions conditions = new EntryConditions(new HashMap<>(), new IdentityHashMap<>());
    for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
      Bundle.BundleEntryRequestComponent toDo = entry.getRequest();
      Bundle.HTTPVerb verb = toDo.getMethod();
      if (verb != null && isWrite(RequestTypeEnum.valueOf(verb.name()))) {
        WriteCondition.of(toDo.getIfMatch(), toDo.getIfNoneMatch())
            .ifPresent(
                condition -> {
                  conditions.add(entry, condition);
                  requireExistence(condition, toDo, request);
                });
      }
    }
    request.getUserData().put(ENTRY_CONDITIONS, conditions);
  }

  private void requireExistence(
      WriteCondition condition, Bundle.BundleEntryRequestComponent toDo, RequestDetails request) {
    IdType id = new IdType(toDo.getUrl());
    if (toDo.getMethod() != Bundle.HTTPVerb.PUT && !toDo.getUrl().contains("?") && id.hasIdPart()) {
      requireExistence(condition, id.getResourceType(), id, request);
    }
    if (condition instanceof WriteCondition.Present) {
      toDo.setIfMatch(null);
    }
  }

  @Hook(
      value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public void beforeCreate(IBaseResource resource, @Nullable RequestDetails request) {
    // A create by POST has no condition on versions; an update may turn out to be a create.
    condition(request, resource).ifPresent(it -> it.check(null));
  }

  @Hook(
      value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public void beforeUpdate(
      @Nullable IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
    condition(request, after)
        .ifPresent(
            it -> {
              if (before != null && before.isDeleted()) {
                it.check(null);
              } else {
                // Until it is stored, the new content carries the version it replaces.
                it.check(versionOf(before == null ? after : before));
              }
            });
  }

  @Hook(
      value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public void beforeDelete(IBaseResource resource, @Nullable RequestDetails request) {
    condition(request, resource).ifPresent(it -> it.check(versionOf(resource)));
    if (request != null && request.getUserData().containsKey(CONDITION)) {
      request.getUserData().put(DELETED, true);
    }
  }

  private static Optional<WriteCondition> condition(
      @Nullable RequestDetails request, IBaseResource resource) {
    if (request == null) {
      return Optional.empty();
    }
    if (request.getUserData().get(ENTRY_CONDITIONS) instanceof EntryConditions conditions) {
      return conditions.find(request, resource);
    }
    return Optional.ofNullable((WriteCondition) request.getUserData().get(CONDITION));
  }

  /** Versions are numbers; HAPI would fail to read another one, and no resource has it. */
  private static void requireStorableVersion(WriteCondition condition) {
    if (condition instanceof WriteCondition.Unchanged unchanged
        && !unchanged.version().matches("[0-9]{1,18}")) {
      throw new PreconditionFailedException(
          "If-Match names version " + unchanged.version() + ", which is not the current one");
    }
  }

  /**
   * The conditions of a Bundle's entries.
   *
   * @param ofDeletes by {@link EntryKey}: HAPI deletes with the details of the entry
   * @param ofContents by the resource itself: HAPI stores it at the end, with the details of the
   *     whole
   */
  private record EntryConditions(
      Map<String, WriteCondition> ofDeletes, Map<IBaseResource, WriteCondition> ofContents) {

    void add(Bundle.BundleEntryComponent entry, WriteCondition condition) {
      requireStorableVersion(condition);
      Bundle.BundleEntryRequestComponent toDo = entry.getRequest();
      switch (toDo.getMethod()) {
        case DELETE ->
            ofDeletes.put(EntryKey.of(toDo.getMethod().name(), toDo.getUrl()), condition);
        case PUT -> ofContents.put(entry.getResource(), condition);
        default -> {
          // A patch by id is held to its version by HAPI; of a conditional one it stores another
          // object.
          if (toDo.getUrl().contains("?")) {
            throw new InvalidRequestException(
                "An entry that is a conditional patch cannot have ifMatch or ifNoneMatch");
          }
        }
      }
    }

    Optional<WriteCondition> find(RequestDetails request, IBaseResource resource) {
      WriteCondition ofContent = ofContents.get(resource);
      if (ofContent != null || ofDeletes.isEmpty()) {
        return Optional.ofNullable(ofContent);
      }
      return request.getRequestType() == RequestTypeEnum.DELETE
          ? Optional.ofNullable(ofDeletes.get(EntryKey.of(request)))
          : Optional.empty();
    }
  }

  private static boolean isWrite(@Nullable RequestTypeEnum type) {
    return type == RequestTypeEnum.PUT
        || type == RequestTypeEnum.PATCH
        || type == RequestTypeEnum.DELETE;
  }

  private static @Nullable String versionOf(IBaseResource resource) {
    String version = resource.getIdElement().getVersionIdPart();
    return version != null ? version : resource.getMeta().getVersionId();
  }
}
