package org.andiron.server.operation;

import ca.uhn.fhir.batch2.jobs.export.BulkDataExportProvider;
import ca.uhn.fhir.batch2.jobs.imprt.BulkDataImportProvider;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.provider.BaseJpaResourceProviderCodeSystem;
import ca.uhn.fhir.jpa.provider.BaseJpaResourceProviderComposition;
import ca.uhn.fhir.jpa.provider.BaseJpaResourceProviderEncounter;
import ca.uhn.fhir.jpa.provider.BaseJpaResourceProviderObservation;
import ca.uhn.fhir.jpa.provider.BaseJpaResourceProviderPatient;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.provider.ValueSetOperationProvider;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.method.OperationMethodBinding;
import ca.uhn.fhir.rest.server.method.SearchMethodBinding;
import ca.uhn.fhir.rest.server.method.ValidateMethodBindingDstu2Plus;
import java.util.Map;
import java.util.Set;
import org.andiron.server.RequestPipeline;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out methods of HAPI's that have a successor: searches, operations that this server has its
 * own version of, and those that {@code $reindex} has superseded, which work on every resource of
 * the server with no job that could be watched or ended; also HAPI's {@code $validate}, which reads
 * the resource before it validates, and so refuses what it should report. It must be registered
 * before any provider is, and be the only one that leaves out methods: HAPI takes the first answer
 * that is not null, so that what one of several leaves out another brings back.
 */
@Interceptor
public final class ReplacedMethodsInterceptor {

  private static final Map<Class<?>, Set<String>> REPLACED =
      Map.of(
          BaseJpaResourceProviderPatient.class, Set.of("$everything"),
          BaseJpaResourceProviderEncounter.class, Set.of("$everything"),
          BaseJpaResourceProviderCodeSystem.class, Set.of("$subsumes"),
          BaseJpaResourceProviderComposition.class, Set.of("$document"),
          BaseJpaResourceProviderObservation.class, Set.of("$lastn"),
          ValueSetOperationProvider.class, Set.of("$expand"),
          JpaSystemProvider.class,
              Set.of(
                  "$get-resource-counts",
                  "$mark-all-resources-for-reindexing",
                  "$perform-reindexing-pass"),
          BulkDataExportProvider.class, Set.of("$export-poll-status"),
          BulkDataImportProvider.class, Set.of("$import-poll-status"));

  /** HAPI's providers of one resource type each; this server searches by its own. */
  private static final String GENERATED = "ca.uhn.fhir.jpa.rp.";

  /** Decides whether a method of a provider is served; null means that it is not. */
  @Hook(value = Pointcut.SERVER_PROVIDER_METHOD_BOUND, order = RequestPipeline.REPLACED_METHODS)
  public @Nullable BaseMethodBinding bind(BaseMethodBinding binding) {
    if (binding instanceof ValidateMethodBindingDstu2Plus) {
      return null;
    }
    if (binding instanceof SearchMethodBinding
        && binding.getMethod().getDeclaringClass().getPackageName().startsWith(GENERATED)) {
      return null;
    }
    Set<String> replaced = REPLACED.getOrDefault(binding.getMethod().getDeclaringClass(), Set.of());
    return binding instanceof OperationMethodBinding operation
            && replaced.contains(operation.getName())
        ? null
        : binding;
  }
}
