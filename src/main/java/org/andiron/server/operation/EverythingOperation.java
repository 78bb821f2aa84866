package org.andiron.server.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.interceptor.JpaPreResourceAccessDetails;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.model.valueset.BundleTypeEnum;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SimplePreResourceShowDetails;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.util.CompositeInterceptorBroadcaster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.andiron.server.GroupMembers;
import org.andiron.server.operation.EverythingQuery.Focus;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/**
 * {@code $everything} of patients, encounters and groups, with {@code start}, {@code end}, {@code
 * _since}, {@code _type}, {@code _count}, and pages that need no stored search.
 *
 * <p>See <a href="https://hl7.org/fhir/R4/patient-operation-everything.html">Patient</a> and <a
 * href="https://hl7.org/fhir/R4/encounter-operation-everything.html">Encounter</a>.
 */
public final class EverythingOperation {

  private static final String NAME = "$everything";
  private static final int STANDARD_PAGE = 20;
  private static final int LARGEST_PAGE = 1000;

  private final FhirContext context;
  private final DaoRegistry daos;
  private final EverythingQuery query;
  private final GroupMembers groupMembers;
  private final SearchBuilderFactory<JpaPid> searchBuilders;
  private final IHapiTransactionService transactions;
  private final IInterceptorBroadcaster interceptors;

  EverythingOperation(
      FhirContext context,
      DaoRegistry daos,
      EverythingQuery query,
      SearchBuilderFactory<JpaPid> searchBuilders,
      IHapiTransactionService transactions,
      IInterceptorBroadcaster interceptors) {
    this.context = context;
    this.daos = daos;
    this.query = query;
    this.groupMembers = new GroupMembers(daos);
    this.searchBuilders = searchBuilders;
    this.transactions = transactions;
    this.interceptors = interceptors;
  }

  /** The record of one patient, or the records of all. */
  @Operation(
      name = NAME,
      canonicalUrl = "http://hl7.org/fhir/OperationDefinition/Patient-everything",
      type = Patient.class,
      idempotent = true,
      bundleType = BundleTypeEnum.SEARCHSET)
  public IBundleProvider patient(
      @IdParam(optional = true) @Nullable IdType id,
      @OperationParam(name = "start", max = 1) @Nullable DateType start,
      @OperationParam(name = "end", max = 1) @Nullable DateType end,
      @OperationParam(name = "_since", max = 1) @Nullable InstantType since,
      @OperationParam(name = "_type", max = OperationParam.MAX_UNLIMITED, typeName = "code")
          @Nullable List<IPrimitiveType<String>> types,
      @OperationParam(name = "_count", max = 1) @Nullable IntegerType count,
      @OperationParam(name = "_offset", max = 1) @Nullable IntegerType offset,
      RequestDetails request) {
    return page(
        Focus.PATIENT,
        existing(Patient.class, id, request),
        null,
        parse(request, start, end, since, types, count, offset),
        request);
  }

  /** What happened in one encounter or in each, and whom and what it concerned. */
  @Operation(
      name = NAME,
      canonicalUrl = "http://hl7.org/fhir/OperationDefinition/Encounter-everything",
      type = Encounter.class,
      idempotent = true,
      bundleType = BundleTypeEnum.SEARCHSET)
  public IBundleProvider encounter(
      @IdParam(optional = true) @Nullable IdType id,
      @OperationParam(name = "start", max = 1) @Nullable DateType start,
      @OperationParam(name = "end", max = 1) @Nullable DateType end,
      @OperationParam(name = "_since", max = 1) @Nullable InstantType since,
      @OperationParam(name = "_type", max = OperationParam.MAX_UNLIMITED, typeName = "code")
          @Nullable List<IPrimitiveType<String>> types,
      @OperationParam(name = "_count", max = 1) @Nullable IntegerType count,
      @OperationParam(name = "_offset", max = 1) @Nullable IntegerType offset,
      RequestDetails request) {
    return page(
        Focus.ENCOUNTER,
        existing(Encounter.class, id, request),
        null,
        parse(request, start, end, since, types, count, offset),
        request);
  }

  /**
   * The group and the record of each patient who is an active member, also of a group within it.
   */
  @Operation(
      name = NAME,
      canonicalUrl = "http://hl7.org/fhir/OperationDefinition/Group-everything",
      type = Group.class,
      idempotent = true,
      bundleType = BundleTypeEnum.SEARCHSET)
  public IBundleProvider group(
      @IdParam IdType id,
      @OperationParam(name = "start", max = 1) @Nullable DateType start,
      @OperationParam(name = "end", max = 1) @Nullable DateType end,
      @OperationParam(name = "_since", max = 1) @Nullable InstantType since,
      @OperationParam(name = "_type", max = OperationParam.MAX_UNLIMITED, typeName = "code")
          @Nullable List<IPrimitiveType<String>> types,
      @OperationParam(name = "_count", max = 1) @Nullable IntegerType count,
      @OperationParam(name = "_offset", max = 1) @Nullable IntegerType offset,
      RequestDetails request) {
    Group group = daos.getResourceDao(Group.class).read(id.toVersionless(), request);
    return page(
        Focus.PATIENT,
        groupMembers.patientsOf(group, request),
        ((JpaPid) group.getUserData(IDao.RESOURCE_PID_KEY)).getId(),
        parse(request, start, end, since, types, count, offset),
        request);
  }

  /** The id, or null if all are wanted. Refuses what is not there. */
  private @Nullable Collection<String> existing(
      Class<? extends IBaseResource> type, @Nullable IdType id, RequestDetails request) {
    if (id == null) {
      return null;
    }
    daos.getResourceDao(type).read(id.toVersionless(), request);
    return Set.of(id.getIdPart());
  }

  private EverythingRequest parse(
      RequestDetails request,
      @Nullable DateType start,
      @Nullable DateType end,
      @Nullable InstantType since,
      @Nullable List<IPrimitiveType<String>> types,
      @Nullable IntegerType count,
      @Nullable IntegerType offset) {
    List<String> typeNames =
        types == null ? List.of() : types.stream().map(IPrimitiveType::getValue).toList();
    carryToNextPage(request, "start", start);
    carryToNextPage(request, "end", end);
    carryToNextPage(request, "_since", since);
    if (!typeNames.isEmpty()) {
      request.addParameter("_type", new String[] {String.join(",", typeNames)});
    }
    return EverythingRequest.parse(
        context, paging(request), start, end, since, typeNames, count, offset);
  }

  /** A POST has its parameters in the body; the link to the next page is a GET. */
  private static void carryToNextPage(
      RequestDetails request, String name, @Nullable IPrimitiveType<?> value) {
    if (value != null && value.hasValue()) {
      request.addParameter(name, new String[] {value.getValueAsString()});
    }
  }

  private static EverythingRequest.Paging paging(RequestDetails request) {
    Integer standard = request.getServer().getDefaultPageSize();
    Integer maximum = request.getServer().getMaximumPageSize();
    return new EverythingRequest.Paging(
        standard == null ? STANDARD_PAGE : standard, maximum == null ? LARGEST_PAGE : maximum);
  }

  private IBundleProvider page(
      Focus focus,
      @Nullable Collection<String> ids,
      @Nullable Long extraKey,
      EverythingRequest wanted,
      RequestDetails request) {
    return transactions
        .withRequest(request)
        .readOnly()
        .execute(
            () -> {
              EverythingQuery.Page page = query.find(focus, ids, extraKey, wanted);
              List<IBaseResource> resources =
                  wanted.count() == 0 ? List.of() : load(page.resources(), request);
              SimpleBundleProvider bundle = new SimpleBundleProvider(resources);
              bundle.setSize(page.total());
              bundle.setCurrentPageOffset(wanted.offset());
              bundle.setCurrentPageSize(wanted.count());
              return bundle;
            });
  }

  private List<IBaseResource> load(List<EverythingQuery.Found> found, RequestDetails request) {
    IInterceptorBroadcaster hooks =
        CompositeInterceptorBroadcaster.newCompositeBroadcaster(interceptors, request);
    ISearchBuilder<JpaPid> builder = searchBuilders.newSearchBuilder("Patient", Patient.class);
    List<JpaPid> keys = new ArrayList<>();
    found.forEach(it -> keys.add(JpaPid.fromId(it.key())));
    if (hooks.hasHooks(Pointcut.STORAGE_PREACCESS_RESOURCES)) {
      JpaPreResourceAccessDetails access = new JpaPreResourceAccessDetails(keys, () -> builder);
      hooks.callHooks(
          Pointcut.STORAGE_PREACCESS_RESOURCES,
          requestParams(request).add(IPreResourceAccessDetails.class, access));
      for (int i = keys.size() - 1; i >= 0; i--) {
        if (access.isDontReturnResourceAtIndex(i)) {
          keys.remove(i);
        }
      }
    }
    List<IBaseResource> resources = new ArrayList<>();
    builder.loadResourcesByPid(keys, List.of(), resources, false, request);
    if (hooks.hasHooks(Pointcut.STORAGE_PRESHOW_RESOURCES)) {
      SimplePreResourceShowDetails show = new SimplePreResourceShowDetails(resources);
      hooks.callHooks(
          Pointcut.STORAGE_PRESHOW_RESOURCES,
          requestParams(request).add(IPreResourceShowDetails.class, show));
      return show.toList();
    }
    return resources;
  }

  private static HookParams requestParams(RequestDetails request) {
    return new HookParams()
        .add(RequestDetails.class, request)
        .addIfMatchesType(ServletRequestDetails.class, request);
  }
}
